import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { AnswerRequest } from '../../ports/ai-provider.ts';

/** The body of `POST /chat/completions`. Without `include_usage` a stream does not count its tokens. */
export function toRequest(request: AnswerRequest): ChatCompletionCreateParamsStreaming {
  const messages: ChatCompletionCreateParamsStreaming['messages'] = [];
  if (request.system !== null) messages.push({ role: 'system', content: request.system });
  for (const { role, content } of request.messages) messages.push({ role, content });
  return {
    ...request.parameters,
    model: request.model,
    messages,
    max_completion_tokens: request.maxOutputTokens,
    stream: true,
    stream_options: { include_usage: true },
  };
}
