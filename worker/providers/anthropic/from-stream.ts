import type { StopReason } from '@anthropic-ai/sdk/resources/messages';
import * as v from 'valibot';
import type { FinishReason } from '../../../protocol/message.ts';
import type { AnswerPart, TokenCount } from '../../ports/ai-provider.ts';
import { TokensOrNone, TokensOrNull } from '../token-number.ts';
import type { MessageEvent } from './read-events.ts';

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
export async function* fromStream(events: AsyncIterable<MessageEvent>): AsyncGenerator<AnswerPart, void> {
  let usage: TokenCount = { inputTokens: null, outputTokens: null };
  let stopReason: StopReason | null = null;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        // Its count of the output is a placeholder.
        usage = { ...toUsage(event.message.usage, usage), outputTokens: null };
        yield { type: 'usage', usage };
        break;
      case 'message_delta':
        stopReason = event.delta.stop_reason;
        usage = toUsage(event.usage, usage);
        yield { type: 'usage', usage };
        break;
      case 'message_stop':
        yield { type: 'finish', reason: finishReasons.get(stopReason) ?? 'other' };
        break;
      case 'content_block_start':
      case 'content_block_delta':
      case 'content_block_stop':
      case 'ping':
      default: {
        const text = textOf(event);
        yield text ? { type: 'text', text } : { type: 'progress' };
      }
    }
  }
}

function textOf(event: MessageEvent): string | null {
  if (event.type === 'content_block_start' && event.content_block.type === 'text')
    return event.content_block.text;
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') return event.delta.text;
  return null;
}

/** Parsed, because a missing count would become NaN on its way to the bill. Services in between drop the zeros. */
const Counts = v.object({
  input_tokens: TokensOrNull,
  output_tokens: TokensOrNull,
  cache_read_input_tokens: TokensOrNone,
  cache_creation_input_tokens: TokensOrNone,
});

/**
 * `input_tokens` counts only what came neither from the cache nor went into it; ours is the whole prompt. Counts in
 * `message_delta` are cumulative, and may leave the input out: then what `message_start` said still holds.
 */
function toUsage(counts: unknown, before: TokenCount): TokenCount {
  const parsed = v.safeParse(Counts, counts);
  if (!parsed.success) return before;
  const { input_tokens: fresh, output_tokens: outputTokens, ...cache } = parsed.output;
  if (fresh === null) return { ...before, outputTokens };
  const { cache_read_input_tokens: cached, cache_creation_input_tokens: written } = cache;
  return {
    inputTokens: fresh + cached + written,
    outputTokens,
    ...(cached > 0 && { cachedInputTokens: cached }),
    ...(written > 0 && { cacheWriteTokens: written }),
  };
}
