import type { Handler } from 'hono';
import { FeedbackRequest, type FeedbackReply } from '../../protocol/feedback.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { FeedbackRepository } from '../ports/feedback-repository.ts';
import { parseInput } from './parse-input.ts';
import { readPathId } from './read-path-id.ts';

interface GiveFeedbackDeps {
  readonly feedback: FeedbackRepository;
}

/** `PUT /api/feedback/:messageId`: keeps what the caller thinks of one of their answers. */
export function giveFeedback({ feedback }: GiveFeedbackDeps): Handler<AppEnv, '/:messageId'> {
  return async (c) => {
    const messageId = readPathId(c.req.param('messageId'));
    const given = parseInput(FeedbackRequest, c.get('json'));
    const keep = () => feedback.give(c.get('caller'), messageId, given);
    const reply: FeedbackReply = { feedback: await c.get('timings').measure('db', keep) };
    return c.json(reply);
  };
}
