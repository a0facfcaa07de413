import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import type { FeedbackRepository } from '../ports/feedback-repository.ts';
import { readPathId } from './read-path-id.ts';

interface WithdrawFeedbackDeps {
  readonly feedback: FeedbackRepository;
}

/** `DELETE /api/feedback/:messageId`: takes back what the caller thinks of one of their answers. 204, as well when that is nothing. */
export function withdrawFeedback({ feedback }: WithdrawFeedbackDeps): Handler<AppEnv, '/:messageId'> {
  return async (c) => {
    const messageId = readPathId(c.req.param('messageId'));
    await c.get('timings').measure('db', () => feedback.withdraw(c.get('caller'), messageId));
    return c.body(null, 204);
  };
}
