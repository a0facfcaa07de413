import * as v from 'valibot';

/** The texts that people of these tests read and press. */
const texts = [
  'openChat',
  'closeChat',
  'newChat',
  'makeLarger',
  'makeSmaller',
  'resizeChat',
  'welcome',
  'conversationLabel',
  'you',
  'assistant',
  'answerStopped',
  'notSent',
  'jumpToLatest',
  'copied',
  'messageActions',
  'copyMessage',
  'copyCode',
  'editMessage',
  'editLabel',
  'sendEdit',
  'cancel',
  'regenerate',
  'regenerateWith',
  'previousVersion',
  'nextVersion',
  'goodAnswer',
  'badAnswer',
  'feedbackComment',
  'sendFeedback',
  'feedbackThanks',
  'details',
  'messageLabel',
  'send',
  'stop',
  'model',
  'prompt',
  'offline',
  'waitingForConnection',
  'history',
  'closeHistory',
  'searchChats',
  'clearSearch',
  'noChatsFound',
  'moreChats',
  'renameChat',
  'chatTitle',
  'saveTitle',
  'deleteChat',
  'undo',
  'exportMarkdown',
  'exportJson',
  'limitTitle',
  'notNow',
  'retry',
  'edit',
  'dismiss',
] as const;

const isFunction = (value: unknown) => typeof value === 'function';

const Words = v.object({
  ...v.entriesFromList(texts, v.string()),
  errors: v.record(v.string(), v.string()),
  unreadMessages: v.custom<(count: number) => string>(isFunction),
  newMessages: v.custom<(count: number) => string>(isFunction),
  freeMessagesLeft: v.custom<(quota: { remaining: number; limit: number }) => string>(isFunction),
  versionOf: v.custom<(position: number, count: number) => string>(isFunction),
  usage: v.custom<(tokens: { input: number; output: number; cached: number }) => string>(isFunction),
  answeredBy: v.custom<(model: string) => string>(isFunction),
  chatActions: v.custom<(title: string) => string>(isFunction),
  chatDeleted: v.custom<(title: string) => string>(isFunction),
  time: v.custom<(date: Date) => string>(isFunction),
  day: v.custom<(date: Date, now: Date) => string>(isFunction),
});
export type Words = v.InferOutput<typeof Words>;

const Loader = v.object({
  loadMessages: v.custom<(tag: string) => Promise<unknown>>(isFunction),
});

/**
 * What the widget says on a page in this language, from its own files. They are of another project and are not part of this
 * one's types, so what comes is looked at.
 */
export async function readWords(lang: string): Promise<Words> {
  const file = new URL('../../../widget/i18n/load-messages.ts', import.meta.url).href;
  const module: unknown = await import(file);
  return v.parse(Words, await v.parse(Loader, module).loadMessages(lang));
}
