import { AppError } from '../errors.ts';
import type { AnswerPart } from '../ports/ai-provider.ts';

/**
 * Waits for the first part of an answer. Until then it can still be asked for again, or elsewhere, and nobody has seen
 * the beginning of two answers.
 * @returns all of its parts, the first included
 * @throws AppError what broke before the first part; a reply that ends without any counts as a broken connection
 */
export async function openAnswer(parts: AsyncIterable<AnswerPart>): Promise<AsyncIterable<AnswerPart>> {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw new AppError('provider_failed', { isTransient: true });
  return startingWith(first.value, { [Symbol.asyncIterator]: () => iterator });
}

async function* startingWith(
  first: AnswerPart,
  rest: AsyncIterable<AnswerPart>,
): AsyncGenerator<AnswerPart, void> {
  yield first;
  yield* rest;
}
