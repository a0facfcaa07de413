/** Where things are on the worker, in one place for both sides. `:chatId` is a parameter in the route's syntax. */
export const paths = {
  config: '/api/config',
  aiProviders: '/api/ai-providers',
  systemPrompts: '/api/system-prompts',
  chat: '/api/chat',
  chatStream: '/api/chat/:chatId/stream',
  chatStop: '/api/chat/:chatId/stop',
  chatHistory: '/api/chat-history',
  chatDetails: '/api/chat-details/:chatId',
  chatExport: '/api/chat-details/:chatId/export',
  feedback: '/api/feedback/:messageId',
  anonymousUsage: '/api/anonymous-usage',
} as const;

/** What is asked about the worker, and not of it. No page does. */
export const servicePaths = {
  healthz: '/api/healthz',
  readyz: '/api/readyz',
  openapi: '/api/openapi.json',
} as const;

/** Where a visitor becomes a member. Apart, because a page that only opens the chat does not ask there. */
export const memberPaths = {
  claim: '/api/claim',
  sessionCode: '/api/session/code',
  sessionExchange: '/api/session/exchange',
} as const;

/** The path of one chat's details. */
export function chatDetailsPath(chatId: string): string {
  return paths.chatDetails.replace(':chatId', encodeURIComponent(chatId));
}

/** The path of one chat's transcript as a file. */
export function chatExportPath(chatId: string): string {
  return paths.chatExport.replace(':chatId', encodeURIComponent(chatId));
}

/** The path of what is thought of one answer. */
export function feedbackPath(messageId: string): string {
  return paths.feedback.replace(':messageId', encodeURIComponent(messageId));
}

/** The path of the answer that runs in one chat. */
export function chatStreamPath(chatId: string): string {
  return paths.chatStream.replace(':chatId', encodeURIComponent(chatId));
}

/** The path at which the answer that runs in one chat is stopped. */
export function chatStopPath(chatId: string): string {
  return paths.chatStop.replace(':chatId', encodeURIComponent(chatId));
}

/** The header with which a reader who comes back says which event they saw last, see `event-id.ts`. */
export const lastEventIdHeader = 'last-event-id';

/** The header that carries a visitor's token, both ways. */
export const visitorHeader = 'x-paynless-visitor';
