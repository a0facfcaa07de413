import { AppError } from '../errors.ts';
import type { AiProvider, AnswerPart, AnswerRequest } from '../ports/ai-provider.ts';

/** A question as short as they come. */
export const shortQuestion: AnswerRequest = {
  model: 'a-model',
  system: null,
  messages: [{ role: 'user', content: 'Hello' }],
  maxOutputTokens: 100,
  parameters: {},
  cacheKey: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

/** An answer taken together. `error` is the code it ended with, if it threw. */
export interface CollectedAnswer {
  readonly text: string;
  readonly usage: unknown;
  readonly finish: string | null;
  readonly error: AppError | null;
  /** The types of its parts, in order. */
  readonly kinds: string[];
}

/** Reads an answer to its end. */
export async function collectAnswer(
  provider: AiProvider,
  { request = shortQuestion, signal = new AbortController().signal } = {},
): Promise<CollectedAnswer> {
  const parts: AnswerPart[] = [];
  let error: AppError | null = null;
  try {
    for await (const part of provider.streamAnswer(request, signal)) parts.push(part);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    error = thrown;
  }
  return {
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    usage: parts.findLast((part) => part.type === 'usage')?.usage ?? null,
    finish: parts.find((part) => part.type === 'finish')?.reason ?? null,
    error,
    kinds: parts.map(({ type }) => type),
  };
}
