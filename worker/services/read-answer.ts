import type { FinishReason } from '../../protocol/message.ts';
import { type AppError, toAppError } from '../errors.ts';
import type { AnswerPart, TokenCount } from '../ports/ai-provider.ts';
import type { TurnWatch } from './watch-turn.ts';

/** As much of an answer as came. */
export interface Draft {
  readonly content: string;
  /** Whether anything of it came, be it nothing to read: a model that thinks is paid for it. */
  readonly hasBegun: boolean;
  readonly usage: TokenCount | null;
  /** Null when the provider did not say that the answer is whole. */
  readonly finishReason: FinishReason | null;
  readonly error: AppError | null;
}

/**
 * Reads an answer to its end, whichever end that is. Never throws: what broke stands in the draft.
 * @param open asks for the answer, and resolves when it begins
 */
export async function readAnswer(
  open: (signal: AbortSignal) => Promise<AsyncIterable<AnswerPart>>,
  watch: TurnWatch,
  onText: (text: string) => void,
): Promise<Draft> {
  let content = '';
  let hasBegun = false;
  let usage: TokenCount | null = null;
  let finishReason: FinishReason | null = null;
  let error: AppError | null = null;
  try {
    for await (const part of await open(watch.signal)) {
      hasBegun = true;
      watch.progress();
      if (part.type === 'usage') usage = part.usage;
      else if (part.type === 'finish') {
        watch.complete();
        finishReason = part.reason;
      } else if (part.type === 'text') {
        watch.begin();
        content += part.text;
        onText(part.text);
      }
    }
  } catch (thrown) {
    error = toAppError(thrown);
  } finally {
    watch.end();
  }
  // Before the end a count of the output is a placeholder, or lags behind what was written and will be billed.
  if (usage && finishReason === null) usage = { ...usage, outputTokens: null };
  return { content, hasBegun, usage, finishReason, error };
}
