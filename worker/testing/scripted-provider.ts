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

/** A provider whose answers a test dictates, word by word: all of them say the same. */
export interface DictatedProvider extends AiProvider {
  /** Writes a piece of text. */
  readonly say: (text: string) => void;
  /** Says that the answer is whole, and ends it. */
  readonly finish: () => void;
  /** How many answers it was asked for, and how many of them were cancelled. */
  readonly asked: () => number;
  readonly cancelled: () => number;
}

/** A provider that says what a test says, when it says it, and holds its answer open until then, or until it is cancelled. */
export function dictatedProvider(): DictatedProvider {
  const parts: AnswerPart[] = [];
  let news = Promise.withResolvers<undefined>();
  const counts = { asked: 0, cancelled: 0 };
  const add = (part: AnswerPart) => {
    parts.push(part);
    news.resolve(undefined);
    news = Promise.withResolvers();
  };
  return {
    async *streamAnswer(_request, signal) {
      counts.asked += 1;
      for (let next = 0; ;) {
        const part = parts[next];
        if (part === undefined) await Promise.race([news.promise, aborted(signal)]);
        else {
          next += 1;
          yield part;
          if (part.type === 'finish') return;
        }
        if (signal.aborted) {
          counts.cancelled += 1;
          return;
        }
      }
    },
    say: (text) => {
      add({ type: 'text', text });
    },
    finish: () => {
      add({ type: 'finish', reason: 'stop' });
    },
    asked: () => counts.asked,
    cancelled: () => counts.cancelled,
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
