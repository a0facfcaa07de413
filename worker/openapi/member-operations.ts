import { memberPaths, visitorHeader } from '../../protocol/paths.ts';
import type { Operation } from './operation.ts';

/** How a visitor becomes a user. */
export const memberOperations: readonly Operation[] = [
  {
    method: 'post',
    path: memberPaths.claim,
    id: 'claimChats',
    tag: 'Members',
    summary: 'Take over the chats of the visitor that the user was',
    description:
      'They keep their names and their places in the history, and answers that run in them go on. Done again it moves nothing. A visitor token that is no good moves nothing either, and is not replaced. The request has no body.',
    audience: 'user',
    headers: {
      [visitorHeader]: {
        description: 'The token of that visitor',
        schema: { type: 'string' },
        required: true,
      },
    },
    replies: [
      {
        status: 200,
        description: 'The chats that were moved, newest first',
        content: { 'application/json': 'ClaimReply' },
      },
    ],
    problems: ['invalid_request', 'rate_limited'],
  },
  {
    method: 'post',
    path: memberPaths.sessionCode,
    id: 'createSessionCode',
    tag: 'Members',
    summary: 'Leave a session for a page of another origin',
    description:
      'For the register page of a widget on another origin, whose challenge it was given (PKCE, RFC 7636, S256). The session is the access token of this request and the refresh token in its body, kept encrypted for 60 seconds for that challenge and that origin. An origin of `redirectTo` that this deployment does not allow is `forbidden_origin`.',
    audience: 'user',
    body: 'SessionCodeRequest',
    replies: [
      {
        status: 200,
        description: 'Where to go: `redirectTo` with the `code` in its query, instead of one that was there',
        content: { 'application/json': 'SessionCodeReply' },
      },
    ],
    problems: ['invalid_request', 'message_too_long', 'rate_limited'],
  },
  {
    method: 'post',
    path: memberPaths.sessionExchange,
    id: 'exchangeSessionCode',
    tag: 'Members',
    summary: 'Take the session that a code stands for',
    description:
      'A code is good once, whoever tries it: then it is used up. One that is unknown, used, over, of another origin or of another challenge is the same `invalid_request`. The `Origin` of the request is that of the page, and without it that of this API.',
    audience: 'all',
    body: 'SessionExchangeRequest',
    replies: [
      { status: 200, description: 'The session', content: { 'application/json': 'SessionExchangeReply' } },
    ],
    problems: ['invalid_request', 'message_too_long', 'rate_limited'],
  },
];
