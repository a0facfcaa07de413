import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import * as v from 'valibot';
import type { FinishReason } from '../../../protocol/message.ts';
import type { AnswerPart, TokenCount } from '../../ports/ai-provider.ts';
import { TokensOrNone, TokensOrNull } from '../token-number.ts';

/** A map of strings: services that copy this API have reasons of their own, and none of them is an error. */
const finishReasons = new Map<string, FinishReason>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content-filter'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
]);

/**
 * Chunks of a chat completion → parts. The count comes in a chunk of its own behind the last choice. Services that
 * copy this API leave fields out, so a missing one is never an error.
 */
export async function* fromStream(
  chunks: AsyncIterable<ChatCompletionChunk>,
): AsyncGenerator<AnswerPart, void> {
  for await (const chunk of chunks) {
    // `choices` and `delta` are required by the types and left out by some services.
    const choice = (chunk.choices as ChatCompletionChunk['choices'] | undefined)?.[0];
    const delta = choice?.delta;
    const text = delta?.content ?? delta?.refusal;
    yield text ? { type: 'text', text } : { type: 'progress' };
    if (choice?.finish_reason)
      yield { type: 'finish', reason: finishReasons.get(choice.finish_reason) ?? 'other' };
    const usage = toUsage(chunk.usage);
    if (usage) yield { type: 'usage', usage };
  }
}

/** Parsed, because a missing count would become NaN on its way to the bill. */
const Counts = v.object({
  prompt_tokens: TokensOrNull,
  completion_tokens: TokensOrNull,
  prompt_tokens_details: v.fallback(
    v.nullish(v.object({ cached_tokens: TokensOrNone, cache_write_tokens: TokensOrNone }), null),
    null,
  ),
});

function toUsage(counts: unknown): TokenCount | null {
  const parsed = v.safeParse(Counts, counts);
  if (!parsed.success) return null;
  const {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    prompt_tokens_details: details,
  } = parsed.output;
  if (inputTokens === null && outputTokens === null) return null;
  const { cached_tokens: cached = 0, cache_write_tokens: written = 0 } = details ?? {};
  return {
    inputTokens,
    outputTokens,
    ...(cached > 0 && { cachedInputTokens: cached }),
    ...(written > 0 && { cacheWriteTokens: written }),
  };
}
