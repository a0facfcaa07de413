import { hasVisibleText } from '../../protocol/message-text.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { TurnEnd } from '../ports/chat-repository.ts';
import type { Draft } from './read-answer.ts';
import type { StopReason } from './watch-turn.ts';

/** How an answer ended, and the code of what broke. */
export interface Verdict {
  readonly status: TurnEnd['status'];
  readonly code: ErrorCode | null;
}

/**
 * Decides what a draft is. Whole is only what the provider called whole: a stream that just ends was cut. A reader who
 * leaves has *stopped* an answer if they saw something of it; before that nothing was answered, and the same
 * message may ask again, so it is *interrupted*.
 */
export function judgeAnswer(
  { content, finishReason, error }: Draft,
  stopReason: StopReason | undefined,
): Verdict {
  const hasText = hasVisibleText(content);
  if (finishReason !== null && hasText) return { status: 'complete', code: null };
  if (finishReason === 'content-filter') return { status: 'failed', code: 'content_filtered' };
  if (finishReason === null && stopReason === 'left')
    return { status: hasText ? 'stopped' : 'interrupted', code: null };
  const code = stopReason === 'timeout' ? 'provider_timeout' : (error?.code ?? 'provider_failed');
  return { status: hasText ? 'interrupted' : 'failed', code };
}
