import type { ErrorCode } from '../../protocol/errors.ts';
import type { Formats } from './create-formats.ts';

/** Every failure that has words: the server's, and those that only this side can meet. */
export type ErrorTextCode = ErrorCode | 'offline' | 'interrupted' | 'stopped' | 'session_changed';

/** How many free messages are left, of how many. */
export interface QuotaWords {
  remaining: number;
  limit: number;
}

/** The tokens of an answer. */
export interface UsageWords {
  input: number;
  output: number;
  cached: number;
}

/**
 * Every word of the widget, by key. A site may replace each of them with a text of its own; where a function makes the
 * text of values, its own has `{placeholders}` for them, which are named here. Formats belong to their language.
 */
export interface Messages extends Formats {
  // Launcher and header
  openChat: string;
  chatNotLoaded: string;
  closeChat: string;
  heading: string;
  newChat: string;
  /** What the launcher says of answers that nobody has seen: `{count}`. */
  unreadMessages: (count: number) => string;
  makeLarger: string;
  makeSmaller: string;
  resizeChat: string;
  // The conversation
  welcome: string;
  conversationLabel: string;
  you: string;
  assistant: string;
  thinking: string;
  reconnecting: string;
  answerStopped: string;
  answerInterrupted: string;
  answerCutShort: string;
  answerEmpty: string;
  notSent: string;
  loadingChat: string;
  jumpToLatest: string;
  /** What the way to the newest text says when something came that its reader has not seen: `{count}`. */
  newMessages: (count: number) => string;
  copyCode: string;
  copied: string;
  codeLabel: string;
  tableLabel: string;
  opensInNewTab: string;
  /** An image of an answer, which does not load by itself: `{alt}`, which may be empty. */
  imageLink: (alt: string) => string;
  mathLabel: string;
  // What can be done with a message
  messageActions: string;
  copyMessage: string;
  copyFailed: string;
  editMessage: string;
  editLabel: string;
  sendEdit: string;
  cancel: string;
  regenerate: string;
  regenerateWith: string;
  previousVersion: string;
  nextVersion: string;
  /** Which of several versions of a message is shown: `{position}` of `{count}`. */
  versionOf: (position: number, count: number) => string;
  goodAnswer: string;
  badAnswer: string;
  feedbackComment: string;
  sendFeedback: string;
  feedbackThanks: string;
  feedbackFailed: string;
  details: string;
  /** What an answer has cost, in tokens: `{input}`, `{output}`, and `{cached}`, which is part of the input. */
  usage: (tokens: UsageWords) => string;
  /** `{model}` by its name. */
  answeredBy: (model: string) => string;
  // Composer
  placeholder: string;
  messageLabel: string;
  send: string;
  stop: string;
  /** By how much a message is too long: `{count}`. */
  charactersOver: (count: number) => string;
  model: string;
  prompt: string;
  noModel: string;
  offline: string;
  waitingForConnection: string;
  // The list of chats
  history: string;
  closeHistory: string;
  searchChats: string;
  clearSearch: string;
  noChats: string;
  noChatsFound: string;
  untitledChat: string;
  loadingChats: string;
  moreChats: string;
  historyFailed: string;
  /** `{title}` of the chat. */
  chatActions: (title: string) => string;
  renameChat: string;
  chatTitle: string;
  saveTitle: string;
  renameFailed: string;
  deleteChat: string;
  /** `{title}` of the chat. */
  chatDeleted: (title: string) => string;
  undo: string;
  deleteFailed: string;
  exportMarkdown: string;
  exportJson: string;
  exportFailed: string;
  // Free messages
  /** `{remaining}` of `{limit}`. */
  freeMessagesLeft: (quota: QuotaWords) => string;
  limitTitle: string;
  limitKept: string;
  /** When there are free messages again: `{resetsAt}`, a day of the week and a time. */
  limitRenews: (resetsAt: Date) => string;
  signUp: string;
  signIn: string;
  notNow: string;
  // Failures
  retry: string;
  edit: string;
  dismiss: string;
  loadChatFailed: string;
  /** What happened, what was kept, and what to do next: one text for every way a call can fail. */
  errors: Readonly<Record<ErrorTextCode, string>>;
}

/** Keys of plain texts. */
export type TextKey = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];

/** Keys of texts that are made of values. */
export type TemplateKey = Exclude<keyof Messages, TextKey | keyof Formats | 'errors'>;

/**
 * A site's own words: by key, `errors.<code>` for the text of one failure. Numbers in the place of `{placeholders}` are
 * written as the language does.
 * @example { heading: 'Ask Ada', freeMessagesLeft: '{remaining} of {limit} left', 'errors.offline': 'No network.' }
 */
export type TextOverrides = Partial<Record<TextKey | TemplateKey | `errors.${ErrorTextCode}`, string>>;

/** The plain texts of one language. */
export type Texts = Pick<Messages, Exclude<TextKey, keyof Formats> | 'errors'>;

/** The words of one language. @param formats of a locale in that language: `de-AT` writes numbers as `de` does not */
export type CreateMessages = (formats: Formats) => Messages;
