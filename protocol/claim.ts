import * as v from 'valibot';
import { Uuid } from './uuid.ts';

/**
 * `POST /api/claim`: a user takes over what they wrote as a visitor, whose token comes along. The chats that are theirs from
 * now on, newest first; none when there were none, or when they have been claimed before.
 */
export const ClaimReply = v.object({ chatIds: v.array(Uuid) });
export type ClaimReply = v.InferOutput<typeof ClaimReply>;
