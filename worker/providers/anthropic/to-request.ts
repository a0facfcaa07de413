import type { MessageCreateParamsStreaming, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { AnswerRequest, PromptMessage } from '../../ports/ai-provider.ts';

/**
 * The body of `POST /v1/messages`: the system prompt stands outside the messages.
 *
 * The vendor caches what stands before a mark, for five minutes: the system prompt for everyone who chose it, and the
 * conversation for its next turn. Writing costs a quarter more than plain input and reading a tenth of it, so a mark has paid
 * as soon as one more request comes. Prompts too short to be worth it (512 to 4,096 tokens, by model) the vendor leaves alone.
 * A row whose parameters have a `cache_control` decides for itself; `null` is no cache.
 */
export function toRequest(request: AnswerRequest): MessageCreateParamsStreaming {
  const { system, parameters } = request;
  const mark = 'cache_control' in parameters ? (text: string) => text : markForCache;
  const messages = alternate(request.messages);
  return {
    ...parameters,
    model: request.model,
    max_tokens: request.maxOutputTokens,
    messages: messages.map(({ role, content }, index) => ({
      role,
      content: index === messages.length - 1 ? mark(content) : content,
    })),
    ...(system !== null && { system: mark(system) }),
    stream: true,
  };
}

/** Marks on the blocks themselves, because services in between do not all know the newer one on the whole request. */
function markForCache(text: string): TextBlockParam[] {
  return [{ type: 'text', text, cache_control: { type: 'ephemeral' } }];
}

/**
 * Roles must alternate, beginning with the user. Two messages of one role in a row are a normal thing here: an answer
 * that failed leaves no message behind.
 */
function alternate(messages: readonly PromptMessage[]): PromptMessage[] {
  const merged: { role: PromptMessage['role']; content: string }[] = [];
  for (const { role, content } of messages) {
    const last = merged.at(-1);
    if (last?.role === role) last.content += `\n\n${content}`;
    else if (last || role === 'user') merged.push({ role, content });
  }
  return merged;
}
