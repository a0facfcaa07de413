import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'Ouvrir le chat',
  chatNotLoaded: 'Impossible de charger le chat.',
  closeChat: 'Fermer le chat',
  heading: 'Chat',
  newChat: 'Nouvelle conversation',
  makeLarger: 'Agrandir',
  makeSmaller: 'Réduire',
  resizeChat: 'Redimensionner le chat',

  welcome: 'Comment puis-je vous aider\u202f?',
  conversationLabel: 'Conversation',
  you: 'Vous',
  assistant: 'Assistant',
  thinking: 'Réflexion en cours',
  reconnecting: 'Reconnexion…',
  answerStopped: 'Réponse arrêtée',
  answerInterrupted: 'La réponse s’interrompt ici',
  answerCutShort: 'La réponse a atteint sa longueur maximale',
  answerEmpty: 'Le modèle n’a rien répondu',
  notSent: 'Non envoyé',
  loadingChat: 'Chargement de la conversation',
  jumpToLatest: 'Aller au plus récent',
  copyCode: 'Copier le code',
  copied: 'Copié',
  codeLabel: 'Code',
  tableLabel: 'Tableau',
  opensInNewTab: 's’ouvre dans un nouvel onglet',
  mathLabel: 'Formule',

  messageActions: 'Actions sur le message',
  copyMessage: 'Copier',
  copyFailed: 'Copie impossible',
  editMessage: 'Modifier',
  editLabel: 'Modifier votre message',
  sendEdit: 'Envoyer',
  cancel: 'Annuler',
  regenerate: 'Répondre à nouveau',
  regenerateWith: 'Répondre avec un autre modèle',
  previousVersion: 'Version précédente',
  nextVersion: 'Version suivante',
  goodAnswer: 'Bonne réponse',
  badAnswer: 'Mauvaise réponse',
  feedbackComment: 'Que pourrait-on améliorer\u202f? (facultatif)',
  sendFeedback: 'Envoyer votre avis',
  feedbackThanks: 'Merci de votre avis',
  feedbackFailed: 'Votre avis n’a pas pu être enregistré. Réessayez.',
  details: 'Détails',

  placeholder: 'Écrire un message',
  messageLabel: 'Message',
  send: 'Envoyer le message',
  stop: 'Arrêter la réponse',
  model: 'Modèle',
  prompt: 'Style',
  noModel: 'Aucun modèle disponible',
  offline: 'Vous êtes hors ligne. Vos messages partiront au retour de la connexion.',
  waitingForConnection: 'Partira au retour de la connexion',

  history: 'Conversations',
  closeHistory: 'Retour au chat',
  searchChats: 'Rechercher une conversation',
  clearSearch: 'Effacer la recherche',
  noChats: 'Vos conversations apparaîtront ici.',
  noChatsFound: 'Aucune conversation ne correspond à votre recherche.',
  untitledChat: 'Conversation sans titre',
  loadingChats: 'Chargement des conversations',
  moreChats: 'Afficher plus',
  historyFailed: 'Vos conversations n’ont pas pu être chargées.',
  renameChat: 'Renommer',
  chatTitle: 'Titre de la conversation',
  saveTitle: 'Enregistrer',
  renameFailed: 'La conversation n’a pas pu être renommée.',
  deleteChat: 'Supprimer',
  undo: 'Annuler',
  deleteFailed: 'La conversation n’a pas pu être supprimée.',
  exportMarkdown: 'Exporter en Markdown',
  exportJson: 'Exporter en JSON',
  exportFailed: 'La conversation n’a pas pu être exportée.',

  limitTitle: 'Vous avez utilisé vos messages gratuits',
  limitKept: 'Votre message et cette conversation vous attendent. Inscrivez-vous pour continuer.',
  signUp: 'S’inscrire',
  signIn: 'Se connecter',
  notNow: 'Plus tard',

  retry: 'Réessayer',
  edit: 'Modifier le message',
  dismiss: 'Masquer',
  loadChatFailed: 'Cette conversation n’a pas pu être chargée.',

  errors: {
    offline: 'Vous êtes hors ligne. Votre message est conservé ici. Réessayez une fois la connexion revenue.',
    interrupted:
      'La connexion a été perdue avant la fin de la réponse. Votre message est conservé. Réessayez pour obtenir la réponse entière.',
    stopped:
      'Vous avez arrêté l’envoi du message. Il est conservé ici. Envoyez-le maintenant, ou modifiez-le d’abord.',
    session_changed:
      'Votre session a changé avant l’envoi du message. Votre texte est de retour dans la zone de saisie. Envoyez-le à nouveau.',
    invalid_request:
      'Ce message n’a pas pu être lu. Votre texte est conservé. Modifiez-le et envoyez-le à nouveau.',
    provider_unavailable:
      'Ce modèle n’est pas disponible pour le moment. Votre message est conservé. Choisissez un autre modèle et réessayez.',
    prompt_unavailable:
      'Ce style n’est plus proposé. Votre message est conservé. Choisissez-en un autre et réessayez.',
    context_too_long:
      'Cette conversation est trop longue pour le modèle. Tout est conservé. Choisissez un autre modèle ou commencez une nouvelle conversation.',
    unauthenticated:
      'Il faut se connecter pour cela. Votre message est conservé. Connectez-vous et réessayez.',
    invalid_token:
      'Votre connexion a expiré. Votre message est conservé. Connectez-vous à nouveau et réessayez.',
    forbidden_origin:
      'Ce chat n’est pas encore configuré pour ce site. Votre texte est conservé. Le propriétaire du site doit autoriser cette adresse.',
    not_found: 'Cette conversation n’existe plus. Commencez-en une nouvelle pour continuer.',
    method_not_allowed:
      'Le chat et son serveur ne correspondent pas. Votre texte est conservé. Rechargez la page et réessayez.',
    turn_in_progress:
      'Une réponse est encore en cours dans cette conversation. Votre texte est conservé. Réessayez quand elle sera terminée.',
    message_too_long:
      'Ce message est trop long. Votre texte est conservé. Raccourcissez-le et envoyez-le à nouveau.',
    content_filtered:
      'Le modèle a refusé de répondre. Votre message est conservé. Essayez de le formuler autrement.',
    rate_limited:
      'Trop de messages en peu de temps. Votre message est conservé. Patientez un instant et réessayez.',
    anonymous_limit_reached:
      'Vous avez utilisé vos messages gratuits. Votre message et cette conversation vous attendent. Inscrivez-vous pour continuer.',
    user_limit_reached:
      'Vous avez atteint la limite de messages du jour. Votre message est conservé. Réessayez demain.',
    budget_reached: 'Ce chat a atteint sa limite du jour. Votre message est conservé. Réessayez demain.',
    internal: 'Un problème est survenu sur le serveur. Votre message est conservé. Réessayez.',
    provider_auth:
      'Ce modèle n’est pas configuré correctement. Votre message est conservé. Choisissez un autre modèle et réessayez.',
    provider_failed:
      'Le modèle n’a pas pu terminer sa réponse. Votre message est conservé. Réessayez ou choisissez un autre modèle.',
    provider_overloaded:
      'Le modèle est très sollicité en ce moment. Votre message est conservé. Réessayez dans un instant.',
    service_unavailable:
      'Le chat est injoignable pour le moment. Votre message est conservé. Réessayez dans un instant.',
    provider_timeout: 'Le modèle a mis trop de temps à répondre. Votre message est conservé. Réessayez.',
  },
};

/** French. Narrow no-break spaces (`\u202f`) stand before `:` and `?` and inside quotation marks. */
export const createFrench: CreateMessages = (formats) => {
  const { number, counted, dayAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) =>
      counted(count, {
        one: '# message non lu',
        many: '# de messages non lus',
        other: '# messages non lus',
      }),
    newMessages: (count) =>
      counted(count, {
        one: '# nouveau message',
        many: '# de nouveaux messages',
        other: '# nouveaux messages',
      }),
    imageLink: (alt) => (alt === '' ? 'Image' : `Image\u202f: ${alt}`),
    versionOf: (position, count) => `Version ${number(position)} sur ${number(count)}`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `Tokens lus\u202f: ${number(input)} (dont ${number(cached)} en cache), écrits\u202f: ${number(output)}`
        : `Tokens lus\u202f: ${number(input)}, écrits\u202f: ${number(output)}`,
    answeredBy: (model) => `Réponse de ${model}`,
    charactersOver: (count) =>
      counted(count, {
        one: '# caractère en trop',
        many: '# de caractères en trop',
        other: '# caractères en trop',
      }),
    chatActions: (title) => `Actions pour «\u202f${title}\u202f»`,
    chatDeleted: (title) => `Conversation supprimée\u202f: «\u202f${title}\u202f»`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `${counted(remaining, {
        one: '# message gratuit restant',
        many: '# de messages gratuits restants',
        other: '# messages gratuits restants',
      })} sur ${number(limit)}`,
    limitRenews: (resetsAt) => `Prochains messages gratuits\u202f: ${dayAndTime(resetsAt)}.`,
  };
};
