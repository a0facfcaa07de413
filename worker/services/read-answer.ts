import type { FinishReason } from '../../protocol/message.ts';
import { type AppError, toAppError } from '../errors.ts';
import type { AiProvider, AnswerRequest, TokenCount } from '../ports/ai-provider.ts';
import type { TurnWatch } from './watch-turn.ts';

/** As much of an answer as came. */
export interface Draft {
  readonly content: string;
  readonly usage: TokenCount | null;
  /** Null when the provider did not say that the answer is whole. */
  readonly finishReason: FinishReason | null;
  readonly error: AppError | null;
}

/** Reads an answer to its end, whichever end that is. Never throws: what broke stands in the draft. */
export async function readAnswer(
  provider: AiProvider,
  request: AnswerRequest,
  watch: TurnWatch,
  onText: (text: string) => void,
): Promise<Draft> {
  let content = '';
  let usage: TokenCount | null = null;
  let finishReason: FinishReason | null = null;
  let error: AppError | null = null;
  try {
    for await (const part of provider.streamAnswer(request, watch.signal)) {
      watch.progress();
      if (part.type === 'usage') usage = part.usage;
      else if (part.type === 'finish') finishReason = part.reason;
      else if (part.type === 'text') {
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
  return { content, usage, finishReason, error };
}
