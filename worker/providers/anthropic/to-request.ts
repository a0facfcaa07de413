import type { MessageCreateParamsStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { AnswerRequest, PromptMessage } from '../../ports/ai-provider.ts';

/** The body of `POST /v1/messages`: the system prompt stands outside the messages. */
export function toRequest(request: AnswerRequest): MessageCreateParamsStreaming {
  return {
    ...request.parameters,
    model: request.model,
    max_tokens: request.maxOutputTokens,
    messages: alternate(request.messages),
    ...(request.system !== null && { system: request.system }),
    stream: true,
  };
}

/**
 * Roles must alternate, beginning with the user. Two messages of one role in a row are a normal thing here: an answer
 * that failed leaves no message behind.
 */
function alternate(messages: readonly PromptMessage[]): MessageParam[] {
  const merged: { role: PromptMessage['role']; content: string }[] = [];
  for (const { role, content } of messages) {
    const last = merged.at(-1);
    if (last?.role === role) last.content += `\n\n${content}`;
    else if (last || role === 'user') merged.push({ role, content });
  }
  return merged;
}
