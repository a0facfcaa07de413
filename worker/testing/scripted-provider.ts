import type { AppError } from '../errors.ts';
import type { AiProvider, AnswerPart, AnswerRequest } from '../ports/ai-provider.ts';

/** What a provider does with one request: the parts it sends, and what it ends with, if it breaks. */
export interface Script {
  readonly parts?: readonly AnswerPart[];
  readonly error?: AppError;
  /** True says nothing until the signal aborts. */
  readonly isSilent?: boolean;
}

/** A whole answer of these words. */
export function says(text: string): Script {
  return {
    parts: [
      { type: 'text', text },
      { type: 'finish', reason: 'stop' },
    ],
  };
}

/** A provider that does as it is told, one script a request; it keeps to the last. What it was asked is in `requests`. */
export function scriptedProvider(...scripts: readonly Script[]): AiProvider & { requests: AnswerRequest[] } {
  const requests: AnswerRequest[] = [];
  return {
    requests,
    async *streamAnswer(request, signal) {
      const { parts = [], error, isSilent = false } = scripts[requests.length] ?? scripts.at(-1) ?? {};
      requests.push(request);
      yield* parts;
      if (isSilent) await aborted(signal);
      if (error) throw error;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
    if (signal.aborted) resolve();
  });
}
