import type { ErrorCode } from '../../protocol/errors.ts';

/** Every failure that has words: the server's, and those that only this side can meet. */
export type ErrorTextCode = ErrorCode | 'offline' | 'interrupted' | 'stopped' | 'session_changed';

/** How many free messages are left, of how many. */
export interface QuotaWords {
  remaining: number;
  limit: number;
}

/**
 * Every word of the widget, by key. A plain key is a text that a site may replace; a function makes a text of values
 * and belongs to its language.
 */
export interface Messages {
  // Launcher and header
  openChat: string;
  chatNotLoaded: string;
  closeChat: string;
  heading: string;
  newChat: string;
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
  copyCode: string;
  copied: string;
  codeLabel: string;
  tableLabel: string;
  opensInNewTab: string;
  imageLink: (alt: string) => string;
  // Composer
  placeholder: string;
  messageLabel: string;
  send: string;
  stop: string;
  charactersOver: (count: number) => string;
  model: string;
  prompt: string;
  noModel: string;
  // Free messages
  freeMessagesLeft: (quota: QuotaWords) => string;
  limitTitle: string;
  limitKept: string;
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

/** Keys whose text a site may replace with a text of its own. */
export type TextKey = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];

/** A site's own words: by key, `errors.<code>` for the text of one failure. */
export type TextOverrides = Partial<Record<TextKey | `errors.${ErrorTextCode}`, string>>;
