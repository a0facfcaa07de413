import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import * as v from 'valibot';
import type { FinishReason, TokenUsage } from '../../../protocol/message.ts';
import type { AnswerPart } from '../../ports/ai-provider.ts';

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
    // `choices` is required by the types and left out by some services.
    const choice = (chunk.choices as ChatCompletionChunk['choices'] | undefined)?.[0];
    const text = choice?.delta.content ?? choice?.delta.refusal;
    if (text) yield { type: 'text', text };
    if (choice?.finish_reason)
      yield { type: 'finish', reason: finishReasons.get(choice.finish_reason) ?? 'other' };
    const usage = toUsage(chunk.usage);
    if (usage) yield { type: 'usage', usage };
  }
}

/** Parsed, because a missing count would become NaN on its way to the bill. */
const Counts = v.object({
  prompt_tokens: v.number(),
  completion_tokens: v.number(),
  prompt_tokens_details: v.nullish(v.object({ cached_tokens: v.nullish(v.number(), 0) })),
});

function toUsage(counts: unknown): TokenUsage | null {
  const parsed = v.safeParse(Counts, counts);
  if (!parsed.success) return null;
  const {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    prompt_tokens_details: details,
  } = parsed.output;
  const cached = details?.cached_tokens ?? 0;
  return { inputTokens, outputTokens, ...(cached > 0 && { cachedInputTokens: cached }) };
}
