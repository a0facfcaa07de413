import { messageCharactersMax } from '../../protocol/message-text.ts';
import { ChatExportQuery, ChatHistoryQuery, titleCharactersMax } from '../../protocol/history.ts';
import { lastEventIdHeader, paths } from '../../protocol/paths.ts';
import type { Operation } from './operation.ts';

/** An id as the events of an answer have it, see `protocol/event-id.ts`. */
const lastEventIdSchema = { type: 'string', examples: ['5-0190a1b2'] };

/** Turns: what costs money. */
const turnOperations: readonly Operation[] = [
  {
    method: 'post',
    path: paths.chat,
    id: 'sendMessage',
    tag: 'Turns',
    summary: 'Send a message, or ask again, and get the answer',
    description: `\`messageId\` is the idempotency key: the same id never asks a model twice and never costs twice; the stored answer is told again. Sent again while its answer runs, as a stream it joins that answer from its first word, and as JSON it is \`turn_in_progress\`, like any other message into a branch whose answer runs. A message has at most ${String(messageCharactersMax)} characters (Unicode code points) and something visible in it. A failure after the first byte is the last event of the stream. Leaving does not stop the answer, unless the deployment has chosen so.`,
    audience: 'caller',
    body: 'ChatRequest',
    replies: [
      {
        status: 200,
        description: 'The answer as it is written or, for `Accept: application/json`, whole',
        content: { 'text/event-stream': 'events', 'application/json': 'ChatReply' },
        hasQuota: true,
      },
    ],
    problems: [
      'invalid_request',
      'provider_unavailable',
      'prompt_unavailable',
      'context_too_long',
      'not_found',
      'turn_in_progress',
      'message_too_long',
      'content_filtered',
      'rate_limited',
      'anonymous_limit_reached',
      'user_limit_reached',
      'budget_reached',
      'provider_auth',
      'provider_failed',
      'provider_overloaded',
      'provider_timeout',
    ],
  },
  {
    method: 'get',
    path: paths.chatStream,
    id: 'followAnswer',
    tag: 'Turns',
    summary: 'Join the answer that runs in a chat, from its first word',
    description:
      'With `Last-Event-ID` it goes on after that event. Whoever joins is one more reader: all are told the same. Of several that run, in branches of the chat, it is the one that the event belongs to, or else the newest.',
    audience: 'caller',
    headers: {
      [lastEventIdHeader]: {
        description: 'The id of the last event that was read. One of an answer that does not run is ignored.',
        schema: lastEventIdSchema,
      },
    },
    replies: [
      { status: 200, description: 'The answer', content: { 'text/event-stream': 'events' } },
      { status: 204, description: 'No answer runs in this chat' },
    ],
    problems: ['not_found', 'rate_limited'],
  },
  {
    method: 'post',
    path: paths.chatStop,
    id: 'stopAnswer',
    tag: 'Turns',
    summary: 'Stop the answer that runs in a chat',
    description:
      'What came of it is kept: its stream ends with `finish` and the status `stopped` for all who read it, or, before the first word, with `interrupted`. Of several that run it is the one that `Last-Event-ID` belongs to, and without that header the newest. Where answers run in the request that asked, one of another isolate can not be reached: then it is `service_unavailable`, and can be tried again. The request has no body.',
    audience: 'caller',
    headers: {
      [lastEventIdHeader]: {
        description: 'The id of any event of the answer. One of an answer that does not run is ignored.',
        schema: lastEventIdSchema,
      },
    },
    replies: [
      { status: 204, description: 'It is stopped, and stored unless the database is away; or none ran' },
    ],
    problems: ['not_found', 'rate_limited'],
  },
  {
    method: 'get',
    path: paths.anonymousUsage,
    id: 'getAnonymousUsage',
    tag: 'Turns',
    summary: 'How many free messages a visitor has left',
    audience: 'caller',
    replies: [
      {
        status: 200,
        description: 'Where the visitor stands',
        content: { 'application/json': 'Quota' },
        hasQuota: true,
      },
    ],
    problems: ['invalid_request', 'rate_limited'],
  },
];

/** Chats that are kept. */
const chatOperations: readonly Operation[] = [
  {
    method: 'get',
    path: paths.chatHistory,
    id: 'listChats',
    tag: 'Chats',
    summary: "A user's chats, newest first",
    audience: 'user',
    query: {
      fields: ChatHistoryQuery.entries,
      descriptions: {
        limit: 'How many',
        cursor: '`nextCursor` of the page before',
        search: `Only chats whose title or messages hold this text, of at most ${String(titleCharactersMax)} characters and with something visible in it`,
      },
      meanings: { limit: { type: 'integer', minimum: 1, maximum: 100, default: 30 } },
    },
    replies: [
      {
        status: 200,
        description: 'A page of chats',
        content: { 'application/json': 'ChatHistoryReply' },
      },
    ],
    problems: ['invalid_request', 'rate_limited'],
  },
  {
    method: 'get',
    path: paths.chatDetails,
    id: 'getChat',
    tag: 'Chats',
    summary: 'A chat and its newest 1,000 messages, in the order they were written',
    audience: 'caller',
    replies: [
      {
        status: 200,
        description: 'The chat',
        content: { 'application/json': 'ChatDetailsReply' },
      },
    ],
    problems: ['not_found', 'rate_limited'],
  },
  {
    method: 'patch',
    path: paths.chatDetails,
    id: 'renameChat',
    tag: 'Chats',
    summary: 'Give a chat a name of your own',
    description: `The name has at most ${String(titleCharactersMax)} characters and something visible in it. Nothing replaces it by itself, and the chat keeps its place in the history.`,
    audience: 'user',
    body: 'RenameChatRequest',
    replies: [
      {
        status: 200,
        description: 'The chat with its new name',
        content: { 'application/json': 'RenameChatReply' },
      },
    ],
    problems: ['invalid_request', 'not_found', 'message_too_long', 'rate_limited'],
  },
  {
    method: 'delete',
    path: paths.chatDetails,
    id: 'deleteChat',
    tag: 'Chats',
    summary: 'Delete a chat with all its messages, for good',
    description: 'Answers that run in it are stopped.',
    audience: 'user',
    replies: [{ status: 204, description: 'It is gone' }],
    problems: ['not_found', 'rate_limited'],
  },
  {
    method: 'get',
    path: paths.chatExport,
    id: 'exportChat',
    tag: 'Chats',
    summary: 'A chat as a file',
    audience: 'user',
    query: {
      fields: ChatExportQuery.entries,
      descriptions: {
        format: 'Markdown has the branch that a reader sees, JSON everything',
      },
    },
    replies: [
      {
        status: 200,
        description: 'The file, named after the chat',
        content: { 'text/markdown': 'text', 'application/json': 'ChatExport' },
      },
    ],
    problems: ['invalid_request', 'not_found', 'rate_limited'],
  },
];

/** What users and visitors do. */
export const callerOperations = [...turnOperations, ...chatOperations];
