import type { Handler } from 'hono';
import type { ClaimReply } from '../../protocol/claim.ts';
import { visitorHeader } from '../../protocol/paths.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { VisitorTokens } from '../ports/visitor-tokens.ts';

interface ClaimDeps {
  readonly chats: ChatRepository;
  readonly visitors: VisitorTokens;
}

/**
 * `POST /api/claim`: a user takes over the chats of the visitor they were. Only who has that visitor's token was that visitor;
 * one that is no good is refused and not replaced, since a new visitor has no chats. The request has no body.
 */
export function claimChats({ chats, visitors }: ClaimDeps): Handler<AppEnv> {
  return async (c) => {
    const token = c.req.header(visitorHeader);
    const visitorId = token === undefined ? null : await visitors.verify(token);
    if (visitorId === null)
      throw new AppError('invalid_request', { detail: 'The visitor token is missing or not valid' });
    const claim = () => chats.claimChats(c.get('user'), visitorId);
    const reply: ClaimReply = { chatIds: await c.get('timings').measure('db', claim) };
    return c.json(reply);
  };
}
