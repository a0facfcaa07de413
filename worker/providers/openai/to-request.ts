import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { AnswerRequest } from '../../ports/ai-provider.ts';

/**
 * The body of `POST /chat/completions`. Without `include_usage` a stream does not count its tokens.
 *
 * The vendor caches the beginning of long prompts (1,024 tokens and more) by itself; the key sends requests that begin alike
 * to where that cache is. Services that copy this API may refuse a field they do not know.
 * @param takesCacheKey whether the vendor knows `prompt_cache_key`; a row's own key wins
 */
export function toRequest(
  request: AnswerRequest,
  takesCacheKey: boolean,
): ChatCompletionCreateParamsStreaming {
  const messages: ChatCompletionCreateParamsStreaming['messages'] = [];
  if (request.system !== null) messages.push({ role: 'system', content: request.system });
  for (const { role, content } of request.messages) messages.push({ role, content });
  return {
    ...(takesCacheKey && { prompt_cache_key: request.cacheKey }),
    ...request.parameters,
    model: request.model,
    messages,
    max_completion_tokens: request.maxOutputTokens,
    stream: true,
    stream_options: { include_usage: true },
  };
}
