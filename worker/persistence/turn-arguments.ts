import type { TurnEnd, TurnToBegin } from '../ports/chat-repository.ts';
import { storableText } from './storable-text.ts';

/** What `begin_turn` and `begin_anonymous_turn` take. What is left out has its default there. */
export function toTurnArguments(turn: TurnToBegin) {
  return {
    p_message_id: turn.messageId,
    p_provider_id: turn.providerId,
    p_regenerate: turn.isRegeneration,
    p_is_lost: turn.isLost,
    ...(turn.content !== null && { p_content: storableText(turn.content) }),
    ...(turn.promptId !== null && { p_prompt_id: turn.promptId }),
    ...(turn.chatId !== null && { p_chat_id: turn.chatId }),
    ...(turn.parentId !== null && { p_parent_id: turn.parentId }),
    ...(turn.title !== null && { p_title: storableText(turn.title) }),
  };
}

/** What `finish_turn` takes. */
export function toTurnEndArguments({ usage, ...end }: TurnEnd) {
  return {
    p_answer_id: end.answerId,
    p_status: end.status,
    p_content: end.content === null ? null : storableText(end.content),
    p_finish_reason: end.finishReason,
    p_error_code: end.errorCode,
    p_input_tokens: usage?.inputTokens ?? null,
    p_output_tokens: usage?.outputTokens ?? null,
    p_cached_input_tokens: usage?.cachedInputTokens ?? null,
    p_cache_write_tokens: usage?.cacheWriteTokens ?? null,
    p_provider_id: end.providerId,
    p_wants_title: end.wantsTitle,
    p_has_begun: end.hasBegun,
    p_uncounted_reads: end.uncountedReads,
  };
}
