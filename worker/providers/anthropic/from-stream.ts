import type { RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages';
import * as v from 'valibot';
import type { FinishReason, TokenUsage } from '../../../protocol/message.ts';
import type { AnswerPart } from '../../ports/ai-provider.ts';

/** A map, not a switch: the vendor adds reasons, and none of them is an error. */
const finishReasons = new Map<StopReason | null, FinishReason>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'content-filter'],
  ['tool_use', 'tool-calls'],
]);

/**
 * Events of a message → parts. The reason comes one event before the end; it is told only when `message_stop` says that
 * this is the end. Content other than text (thinking, tools) is not ours to show.
 */
export async function* fromStream(
  events: AsyncIterable<RawMessageStreamEvent>,
): AsyncGenerator<AnswerPart, void> {
  let usage: TokenUsage = { inputTokens: 0, outputTokens: 0 };
  let stopReason: StopReason | null = null;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        usage = toUsage(event.message.usage, usage);
        yield { type: 'usage', usage };
        break;
      case 'content_block_start':
        if (event.content_block.type === 'text' && event.content_block.text)
          yield { type: 'text', text: event.content_block.text };
        break;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta' && event.delta.text)
          yield { type: 'text', text: event.delta.text };
        break;
      case 'message_delta':
        stopReason = event.delta.stop_reason;
        usage = toUsage(event.usage, usage);
        yield { type: 'usage', usage };
        break;
      case 'content_block_stop':
        break;
      case 'message_stop':
        yield { type: 'finish', reason: finishReasons.get(stopReason) ?? 'other' };
        break;
    }
  }
}

/** Parsed, because a missing count would become NaN on its way to the bill. Services in between drop the zeros. */
const Counts = v.object({
  input_tokens: v.nullish(v.number()),
  output_tokens: v.number(),
  cache_read_input_tokens: v.nullish(v.number(), 0),
  cache_creation_input_tokens: v.nullish(v.number(), 0),
});

/**
 * `input_tokens` counts only what came neither from the cache nor went into it; ours is the whole prompt. Counts in
 * `message_delta` are cumulative, and may leave the input out: then what `message_start` said still holds.
 */
function toUsage(counts: unknown, before: TokenUsage): TokenUsage {
  const parsed = v.safeParse(Counts, counts);
  if (!parsed.success) return before;
  const { input_tokens: fresh, output_tokens: outputTokens, ...cache } = parsed.output;
  if (fresh == null) return { ...before, outputTokens };
  const cached = cache.cache_read_input_tokens;
  return {
    inputTokens: fresh + cached + cache.cache_creation_input_tokens,
    outputTokens,
    ...(cached > 0 && { cachedInputTokens: cached }),
  };
}
