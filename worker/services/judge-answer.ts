import { hasVisibleText } from '../../protocol/message-text.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { MessageStatus } from '../../protocol/message.ts';
import type { TurnEnd } from '../ports/chat-repository.ts';
import type { Draft } from './read-answer.ts';
import type { StopReason } from './watch-turn.ts';

/** How an answer ended, and the code of what broke. */
export interface Verdict {
  readonly status: TurnEnd['status'];
  readonly code: ErrorCode | null;
}

/**
 * Decides what a draft is. Whole is only what the provider called whole: a stream that just ends was cut. Who stops
 * one has *stopped* it if there was something to see of it; before that nothing was answered, and the same message may ask
 * again, so it is *interrupted*.
 */
export function judgeAnswer(
  { content, finishReason, error }: Draft,
  stopReason: StopReason | undefined,
): Verdict {
  const hasText = hasVisibleText(content);
  if (finishReason !== null && hasText) return { status: 'complete', code: null };
  if (finishReason === 'content-filter') return { status: 'failed', code: 'content_filtered' };
  if (finishReason === null && stopReason === 'stopped')
    return { status: hasText ? 'stopped' : 'interrupted', code: null };
  const code = stopReason === 'timeout' ? 'provider_timeout' : (error?.code ?? 'provider_failed');
  return { status: hasText ? 'interrupted' : 'failed', code };
}

/**
 * What is told of an answer that is stored: the verdict on it, unless somebody else has ended it first, who took its host for
 * dead. Then what is stored counts; that it broke off was not for a reason of the provider's own, but asking again can help.
 * @param status undefined when its chat was deleted
 */
export function judgeStored(verdict: Verdict, status: MessageStatus | undefined): Verdict {
  if (status === undefined || status === 'streaming' || status === verdict.status) return verdict;
  const isWell = status === 'complete' || status === 'stopped';
  return { status, code: isWell ? null : 'provider_failed' };
}
