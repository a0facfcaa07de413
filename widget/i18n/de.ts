import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'Chat öffnen',
  chatNotLoaded: 'Der Chat konnte nicht geladen werden.',
  closeChat: 'Chat schließen',
  heading: 'Chat',
  newChat: 'Neuer Chat',
  makeLarger: 'Vergrößern',
  makeSmaller: 'Verkleinern',
  resizeChat: 'Größe des Chats ändern',

  welcome: 'Wobei kann ich helfen?',
  conversationLabel: 'Unterhaltung',
  you: 'Sie',
  assistant: 'Assistent',
  thinking: 'Denkt nach',
  reconnecting: 'Verbindung wird wiederhergestellt …',
  answerStopped: 'Gestoppt',
  answerInterrupted: 'Die Antwort bricht hier ab',
  answerCutShort: 'Die Antwort hat ihre maximale Länge erreicht',
  answerEmpty: 'Das Modell hat nichts geantwortet',
  notSent: 'Nicht gesendet',
  loadingChat: 'Unterhaltung wird geladen',
  jumpToLatest: 'Zum Neuesten',
  copyCode: 'Code kopieren',
  copied: 'Kopiert',
  codeLabel: 'Code',
  tableLabel: 'Tabelle',
  opensInNewTab: 'öffnet in neuem Tab',
  mathLabel: 'Formel',

  messageActions: 'Aktionen zur Nachricht',
  copyMessage: 'Kopieren',
  copyFailed: 'Kopieren nicht möglich',
  editMessage: 'Bearbeiten',
  editLabel: 'Ihre Nachricht bearbeiten',
  sendEdit: 'Senden',
  cancel: 'Abbrechen',
  regenerate: 'Neue Antwort',
  regenerateWith: 'Neue Antwort von anderem Modell',
  previousVersion: 'Vorherige Version',
  nextVersion: 'Nächste Version',
  goodAnswer: 'Gute Antwort',
  badAnswer: 'Schlechte Antwort',
  feedbackComment: 'Was könnte besser sein? (optional)',
  sendFeedback: 'Feedback senden',
  feedbackThanks: 'Danke für Ihr Feedback',
  feedbackFailed: 'Ihr Feedback konnte nicht gespeichert werden. Versuchen Sie es erneut.',
  details: 'Details',

  placeholder: 'Nachricht schreiben',
  messageLabel: 'Nachricht',
  send: 'Nachricht senden',
  stop: 'Antwort stoppen',
  model: 'Modell',
  prompt: 'Stil',
  noModel: 'Kein Modell verfügbar',
  offline: 'Sie sind offline. Nachrichten werden gesendet, sobald Sie wieder verbunden sind.',
  waitingForConnection: 'Wird gesendet, sobald Sie wieder verbunden sind',

  history: 'Chats',
  closeHistory: 'Zurück zum Chat',
  searchChats: 'Chats durchsuchen',
  clearSearch: 'Suche leeren',
  noChats: 'Hier erscheinen Ihre Chats.',
  noChatsFound: 'Kein Chat passt zu Ihrer Suche.',
  untitledChat: 'Chat ohne Titel',
  loadingChats: 'Chats werden geladen',
  moreChats: 'Mehr anzeigen',
  historyFailed: 'Ihre Chats konnten nicht geladen werden.',
  renameChat: 'Umbenennen',
  chatTitle: 'Titel des Chats',
  saveTitle: 'Speichern',
  renameFailed: 'Der Chat konnte nicht umbenannt werden.',
  deleteChat: 'Löschen',
  undo: 'Rückgängig machen',
  deleteFailed: 'Der Chat konnte nicht gelöscht werden.',
  exportMarkdown: 'Als Markdown exportieren',
  exportJson: 'Als JSON exportieren',
  exportFailed: 'Der Chat konnte nicht exportiert werden.',

  limitTitle: 'Ihre kostenlosen Nachrichten sind aufgebraucht',
  limitKept:
    'Ihre Nachricht und diese Unterhaltung warten auf Sie. Registrieren Sie sich, um weiterzumachen.',
  signUp: 'Registrieren',
  signIn: 'Anmelden',
  notNow: 'Nicht jetzt',

  retry: 'Erneut versuchen',
  edit: 'Nachricht bearbeiten',
  dismiss: 'Ausblenden',
  loadChatFailed: 'Diese Unterhaltung konnte nicht geladen werden.',

  errors: {
    offline:
      'Sie sind offline. Ihre Nachricht bleibt hier erhalten. Versuchen Sie es erneut, sobald Sie verbunden sind.',
    interrupted:
      'Die Verbindung brach ab, bevor die Antwort vollständig war. Ihre Nachricht bleibt erhalten. Versuchen Sie es erneut, um die ganze Antwort zu bekommen.',
    stopped:
      'Sie haben gestoppt, bevor die Nachricht gesendet war. Sie bleibt hier erhalten. Senden Sie sie jetzt, oder ändern Sie sie vorher.',
    session_changed:
      'Sie haben sich an- oder abgemeldet, bevor die Nachricht gesendet war. Ihr Text steht wieder im Eingabefeld. Senden Sie ihn erneut.',
    invalid_request:
      'Diese Nachricht konnte nicht gelesen werden. Ihr Text bleibt erhalten. Ändern Sie ihn und senden Sie ihn erneut.',
    provider_unavailable:
      'Dieses Modell ist gerade nicht verfügbar. Ihre Nachricht bleibt erhalten. Wählen Sie ein anderes Modell und versuchen Sie es erneut.',
    prompt_unavailable:
      'Dieser Stil wird nicht mehr angeboten. Ihre Nachricht bleibt erhalten. Wählen Sie einen anderen und versuchen Sie es erneut.',
    context_too_long:
      'Diese Unterhaltung ist zu lang für das Modell. Alles bleibt erhalten. Wählen Sie ein anderes Modell oder beginnen Sie einen neuen Chat.',
    unauthenticated:
      'Dafür müssen Sie angemeldet sein. Ihre Nachricht bleibt erhalten. Melden Sie sich an und versuchen Sie es erneut.',
    invalid_token:
      'Ihre Anmeldung ist abgelaufen. Ihre Nachricht bleibt erhalten. Melden Sie sich neu an und versuchen Sie es erneut.',
    forbidden_origin:
      'Dieser Chat ist für diese Website noch nicht eingerichtet. Ihr Text bleibt erhalten. Wer die Website betreibt, muss diese Adresse erst zulassen.',
    not_found: 'Diese Unterhaltung gibt es nicht mehr. Beginnen Sie einen neuen Chat, um weiterzumachen.',
    method_not_allowed:
      'Der Chat und sein Server passen nicht zueinander. Ihr Text bleibt erhalten. Laden Sie die Seite neu und versuchen Sie es erneut.',
    turn_in_progress:
      'In dieser Unterhaltung läuft noch eine Antwort. Ihr Text bleibt erhalten. Versuchen Sie es erneut, wenn sie fertig ist.',
    message_too_long:
      'Diese Nachricht ist zu lang. Ihr Text bleibt erhalten. Kürzen Sie ihn und senden Sie ihn erneut.',
    content_filtered:
      'Das Modell wollte darauf nicht antworten. Ihre Nachricht bleibt erhalten. Versuchen Sie es mit anderen Worten.',
    rate_limited:
      'Zu viele Nachrichten in kurzer Zeit. Ihre Nachricht bleibt erhalten. Warten Sie einen Moment und versuchen Sie es erneut.',
    anonymous_limit_reached:
      'Ihre kostenlosen Nachrichten sind aufgebraucht. Ihre Nachricht und diese Unterhaltung warten auf Sie. Registrieren Sie sich, um weiterzumachen.',
    user_limit_reached:
      'Sie haben das Nachrichtenlimit für heute erreicht. Ihre Nachricht bleibt erhalten. Versuchen Sie es morgen erneut.',
    budget_reached:
      'Dieser Chat hat sein Limit für heute erreicht. Ihre Nachricht bleibt erhalten. Versuchen Sie es morgen erneut.',
    internal:
      'Auf dem Server ist etwas schiefgegangen. Ihre Nachricht bleibt erhalten. Versuchen Sie es erneut.',
    provider_auth:
      'Dieses Modell ist nicht richtig eingerichtet. Ihre Nachricht bleibt erhalten. Wählen Sie ein anderes Modell und versuchen Sie es erneut.',
    provider_failed:
      'Das Modell konnte die Antwort nicht beenden. Ihre Nachricht bleibt erhalten. Versuchen Sie es erneut oder wählen Sie ein anderes Modell.',
    provider_overloaded:
      'Das Modell ist gerade ausgelastet. Ihre Nachricht bleibt erhalten. Versuchen Sie es gleich erneut.',
    service_unavailable:
      'Der Chat ist gerade nicht erreichbar. Ihre Nachricht bleibt erhalten. Versuchen Sie es gleich erneut.',
    provider_timeout:
      'Das Modell hat zu lange gebraucht. Ihre Nachricht bleibt erhalten. Versuchen Sie es erneut.',
  },
};

/** German. */
export const createGerman: CreateMessages = (formats) => {
  const { number, counted, dayAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) =>
      counted(count, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' }),
    newMessages: (count) => counted(count, { one: '# neue Nachricht', other: '# neue Nachrichten' }),
    imageLink: (alt) => (alt === '' ? 'Bild' : `Bild: ${alt}`),
    versionOf: (position, count) => `Version ${number(position)} von ${number(count)}`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `${number(input)} Token gelesen (${number(cached)} aus dem Cache), ${number(output)} geschrieben`
        : `${number(input)} Token gelesen, ${number(output)} geschrieben`,
    answeredBy: (model) => `Antwort von ${model}`,
    charactersOver: (count) => `${number(count)} Zeichen zu lang`,
    chatActions: (title) => `Aktionen für „${title}“`,
    chatDeleted: (title) => `Gelöscht: „${title}“`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `Noch ${number(remaining)} von ${counted(limit, { one: '# kostenlosen Nachricht', other: '# kostenlosen Nachrichten' })}`,
    limitRenews: (resetsAt) => `Neue kostenlose Nachrichten gibt es ab ${dayAndTime(resetsAt)} Uhr.`,
  };
};
