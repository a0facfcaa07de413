import { commentCharactersMax } from '../../protocol/feedback.ts';
import { paths } from '../../protocol/paths.ts';
import type { Operation } from './operation.ts';

/** What people think of answers. */
export const feedbackOperations: readonly Operation[] = [
  {
    method: 'put',
    path: paths.feedback,
    id: 'giveFeedback',
    tag: 'Chats',
    summary: 'Say what you think of an answer, instead of what you said before',
    description: `A comment has at most ${String(commentCharactersMax)} characters (Unicode code points); one with nothing visible in it is none. Only answers in chats of your own can be judged, and only when they have ended: of one that runs it is \`turn_in_progress\`.`,
    audience: 'caller',
    body: 'FeedbackRequest',
    replies: [{ status: 200, description: 'What is kept', content: { 'application/json': 'FeedbackReply' } }],
    problems: ['invalid_request', 'not_found', 'turn_in_progress', 'message_too_long', 'rate_limited'],
  },
  {
    method: 'delete',
    path: paths.feedback,
    id: 'withdrawFeedback',
    tag: 'Chats',
    summary: 'Take back what you said of an answer',
    audience: 'caller',
    replies: [{ status: 204, description: 'Nothing is said of it, be it that nothing was' }],
    problems: ['not_found', 'rate_limited'],
  },
];
