import * as v from 'valibot';
import { countCharacters } from './message-text.ts';

/** The longest comment on an answer, in Unicode code points. */
export const commentCharactersMax = 1000;

/** What a person thinks of an answer: a thumb, and what they want to say about it. */
export const Feedback = v.object({ rating: v.picklist(['up', 'down']), comment: v.nullable(v.string()) });
export type Feedback = v.InferOutput<typeof Feedback>;

/**
 * `PUT /api/feedback/:messageId`: what the caller thinks of one of their answers, instead of what they thought before.
 * `DELETE` takes it back.
 */
export const FeedbackRequest = v.strictObject({
  rating: v.picklist(['up', 'down']),
  comment: v.optional(
    v.nullable(
      v.pipe(
        v.string(),
        v.trim(),
        v.check((text) => countCharacters(text) <= commentCharactersMax, 'is longer than 1000 characters'),
      ),
    ),
    null,
  ),
});
export type FeedbackRequest = v.InferInput<typeof FeedbackRequest>;

/** The reply to {@link FeedbackRequest}: what is kept. An empty comment is none. */
export const FeedbackReply = v.object({ feedback: Feedback });
export type FeedbackReply = v.InferOutput<typeof FeedbackReply>;
