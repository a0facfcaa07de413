import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import { type FollowContext, followTurn } from './follow-turn.ts';
import type { Outbox } from './outbox.ts';
import type { QuotaStore } from './quota.ts';
import { type SentTurn, toPending } from './send-turn.ts';
import { failTurn } from './settle-turn.ts';
import type { Turn } from './turn.ts';

/** Failures that go away when the person does something first: another model, another chat, a new sign-in, tomorrow. */
const curable: ReadonlySet<ClientErrorCode> = new Set([
  'provider_unavailable',
  'prompt_unavailable',
  'provider_auth',
  'context_too_long',
  'unauthenticated',
  'invalid_token',
  'user_limit_reached',
  'budget_reached',
]);

/** Whether it is worth a try to send the same message again. */
export function isWorthRetry({ code, retryable }: ChatApiError): boolean {
  return retryable || code === 'anonymous_limit_reached' || curable.has(code);
}

function noteLimit({ quota }: ChatApiError, store: QuotaStore): void {
  const known = store.$quota.get();
  if (quota !== undefined) store.set(quota);
  else if (known !== null) store.set({ ...known, used: known.limit, remaining: 0 });
}

/** What a turn that fails needs. */
export interface RunContext extends FollowContext {
  readonly outbox: FollowContext['outbox'] &
    Pick<Outbox, 'keep' | 'isTrying' | 'refuse' | 'withdraw' | 'note'>;
  /** The chat has gone on elsewhere, and a message could not be sent for it. */
  readonly onConflict: () => void;
}

/** Takes the message out of the list and says so with the turn in hand: nothing of it is lost. */
function meetLimit(turn: Turn, error: ChatApiError, context: RunContext): AnonymousLimitReachedError {
  const { state, quota, outbox } = context;
  if (turn.answerKey === null) outbox.withdraw(turn);
  state.$answer.set({ state: 'idle' });
  return new AnonymousLimitReachedError(toPending(turn, context), quota.$quota.get(), error);
}

/** Makes state of a failure. @throws AnonymousLimitReachedError as `runTurn` */
function fail(turn: Turn, error: ChatApiError, context: RunContext): void {
  const { outbox, quota } = context;
  const isLimit = error.code === 'anonymous_limit_reached';
  if (isLimit) noteLimit(error, quota);
  if (outbox.keep(turn, error)) return;
  // A message that the server has stays where it is: only its answer is missing. Nor is there anybody to catch what a try by itself throws.
  const isAsked = !outbox.isTrying(turn) && (!turn.isAccepted || turn.answerKey !== null);
  if (isLimit && isAsked) throw meetLimit(turn, error, context);
  outbox.refuse(turn);
  failTurn(turn, error, context, isWorthRetry(error));
}

/**
 * Brings the answer of a turn into the conversation. A failure becomes state, beside the message it concerns.
 * @param sending its message on its way; null for an answer that runs already
 * @throws AnonymousLimitReachedError when the server says so; the message is no longer in the list
 */
export async function runTurn(
  turn: Turn,
  context: RunContext,
  sending: Promise<SentTurn> | null,
): Promise<void> {
  if (sending) context.outbox.note(turn);
  try {
    await followTurn(turn, context, await sending);
  } catch (cause) {
    if (turn.controller.signal.aborted || turn.isSettled) return;
    const error = cause instanceof ChatApiError ? cause : new ChatApiError('internal', { cause });
    fail(turn, error, context);
    if (error.code === 'turn_in_progress') context.onConflict();
  }
}
