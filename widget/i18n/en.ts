import { createFormats } from './create-formats.ts';
import type { CreateMessages, Texts } from './messages.ts';

const texts: Texts = {
  openChat: 'Open chat',
  chatNotLoaded: 'The chat could not be loaded.',
  closeChat: 'Close chat',
  heading: 'Chat',
  newChat: 'New chat',
  makeLarger: 'Make larger',
  makeSmaller: 'Make smaller',
  resizeChat: 'Resize chat',

  welcome: 'What can I help you with?',
  conversationLabel: 'Conversation',
  you: 'You',
  assistant: 'Assistant',
  thinking: 'Thinking',
  reconnecting: 'Reconnecting…',
  answerStopped: 'Stopped',
  answerInterrupted: 'The answer broke off here',
  answerCutShort: 'The answer reached its maximum length',
  answerEmpty: 'The model gave no answer',
  notSent: 'Not sent',
  loadingChat: 'Loading the conversation',
  jumpToLatest: 'Jump to latest',
  copyCode: 'Copy code',
  copied: 'Copied',
  codeLabel: 'Code',
  tableLabel: 'Table',
  opensInNewTab: 'opens in a new tab',
  mathLabel: 'Formula',

  messageActions: 'Message actions',
  copyMessage: 'Copy',
  copyFailed: 'Could not copy',
  editMessage: 'Edit',
  editLabel: 'Edit your message',
  sendEdit: 'Send',
  cancel: 'Cancel',
  regenerate: 'Answer again',
  regenerateWith: 'Answer again with another model',
  previousVersion: 'Previous version',
  nextVersion: 'Next version',
  goodAnswer: 'Good answer',
  badAnswer: 'Bad answer',
  feedbackComment: 'What could be better? (optional)',
  sendFeedback: 'Send feedback',
  feedbackThanks: 'Thank you for your feedback',
  feedbackFailed: 'Your feedback could not be saved. Try again.',
  details: 'Details',

  placeholder: 'Write a message',
  messageLabel: 'Message',
  send: 'Send message',
  stop: 'Stop answering',
  model: 'Model',
  prompt: 'Style',
  noModel: 'No model is available',
  offline: 'You are offline. What you send goes out when you are back.',
  waitingForConnection: 'Goes out when you are back online',

  history: 'Chats',
  closeHistory: 'Back to the chat',
  searchChats: 'Search chats',
  clearSearch: 'Clear search',
  noChats: 'Your chats will be listed here.',
  noChatsFound: 'No chat matches your search.',
  untitledChat: 'Untitled chat',
  loadingChats: 'Loading chats',
  moreChats: 'Show more',
  historyFailed: 'Your chats could not be loaded.',
  renameChat: 'Rename',
  chatTitle: 'Title of the chat',
  saveTitle: 'Save',
  renameFailed: 'The chat could not be renamed.',
  deleteChat: 'Delete',
  undo: 'Undo',
  deleteFailed: 'The chat could not be deleted.',
  exportMarkdown: 'Export as Markdown',
  exportJson: 'Export as JSON',
  exportFailed: 'The chat could not be exported.',

  limitTitle: 'You have used your free messages',
  limitKept: 'Your message and this conversation are waiting for you. Sign up to continue.',
  signUp: 'Sign up',
  signIn: 'Sign in',
  notNow: 'Not now',

  retry: 'Try again',
  edit: 'Edit message',
  dismiss: 'Dismiss',
  loadChatFailed: 'This conversation could not be loaded.',

  errors: {
    offline: 'You are offline. Your message is kept here. Try again when you are connected.',
    interrupted:
      'The connection was lost before the answer was complete. Your message is kept. Try again to get the whole answer.',
    stopped: 'You stopped before the message was sent. It is kept here. Send it now, or change it first.',
    session_changed:
      'You signed in or out before the message was sent. Your text is back in the box. Send it again.',
    invalid_request: 'This message could not be read. Your text is kept. Change it and send it again.',
    provider_unavailable:
      'This model is not available right now. Your message is kept. Choose another model and try again.',
    prompt_unavailable:
      'This style is no longer offered. Your message is kept. Choose another one and try again.',
    context_too_long:
      'This conversation is too long for the model. Everything is kept. Choose another model or start a new chat.',
    unauthenticated: 'You need to be signed in for this. Your message is kept. Sign in and try again.',
    invalid_token: 'Your sign-in has expired. Your message is kept. Sign in again and try once more.',
    forbidden_origin:
      'This chat is not set up for this website yet. Your text is kept. The site owner needs to allow this address.',
    not_found: 'This conversation no longer exists. Start a new chat to continue.',
    method_not_allowed:
      'The chat and its server do not match. Your text is kept. Reload the page and try again.',
    turn_in_progress:
      'An answer is still running in this conversation. Your text is kept. Try again when it has finished.',
    message_too_long: 'This message is too long. Your text is kept. Shorten it and send it again.',
    content_filtered: 'The model declined to answer this. Your message is kept. Try wording it differently.',
    rate_limited: 'Too many messages in a short time. Your message is kept. Wait a moment and try again.',
    anonymous_limit_reached:
      'You have used your free messages. Your message and this conversation are waiting for you. Sign up to continue.',
    user_limit_reached: 'You have reached today’s message limit. Your message is kept. Try again tomorrow.',
    budget_reached: 'This chat has reached its limit for today. Your message is kept. Try again tomorrow.',
    internal: 'Something went wrong on the server. Your message is kept. Try again.',
    provider_auth:
      'This model is not set up correctly. Your message is kept. Choose another model and try again.',
    provider_failed:
      'The model failed before it could finish. Your message is kept. Try again or choose another model.',
    provider_overloaded: 'The model is busy right now. Your message is kept. Try again in a moment.',
    service_unavailable: 'The chat service cannot be reached. Your message is kept. Try again in a moment.',
    provider_timeout: 'The model took too long to answer. Your message is kept. Try again.',
  },
};

/** English. */
export const createEnglish: CreateMessages = (formats) => {
  const { number, counted, dayAndTime } = formats;
  return {
    ...formats,
    ...texts,
    unreadMessages: (count) => counted(count, { one: '# unread message', other: '# unread messages' }),
    newMessages: (count) => counted(count, { one: '# new message', other: '# new messages' }),
    imageLink: (alt) => (alt === '' ? 'Image' : `Image: ${alt}`),
    versionOf: (position, count) => `Version ${number(position)} of ${number(count)}`,
    usage: ({ input, output, cached }) =>
      cached > 0
        ? `${number(input)} tokens read (${number(cached)} from cache), ${number(output)} written`
        : `${number(input)} tokens read, ${number(output)} written`,
    answeredBy: (model) => `Answered by ${model}`,
    charactersOver: (count) => `${counted(count, { one: '# character', other: '# characters' })} too long`,
    chatActions: (title) => `Actions for ${title}`,
    chatDeleted: (title) => `${title} deleted`,
    freeMessagesLeft: ({ remaining, limit }) =>
      `${number(remaining)} of ${counted(limit, { one: '# free message', other: '# free messages' })} left`,
    limitRenews: (resetsAt) => `Free messages renew on ${dayAndTime(resetsAt)}.`,
  };
};

/** What the widget says until another language has come. */
export const en = createEnglish(createFormats('en', 'en'));
