import * as v from 'valibot';
import { Feedback } from '../../protocol/feedback.ts';
import { FinishReason, Message, MessageStatus, TokenUsage } from '../../protocol/message.ts';
import { Quota } from '../../protocol/quota.ts';
import { Uuid } from '../../protocol/uuid.ts';

/*
 * What the database sends → what the worker works with. Rows are parsed like any other input, because an owner may edit
 * tables by hand and a migration may run before or after the worker that expects it.
 */

/** PostgREST writes times with microseconds and an offset; the contract has milliseconds in UTC. */
const Time = v.pipe(
  v.string(),
  v.transform((time) => new Date(time).toISOString()),
);

const Turn = { chatId: Uuid, title: v.nullable(v.string()), userMessage: Message, quota: Quota };

const AnswerInProgress = v.object({ id: Uuid, createdAt: v.string() });

const History = v.pipe(
  v.array(v.object({ role: v.picklist(['user', 'assistant', 'system']), content: v.string() })),
  // System rows are the database's own notes; what a model is told comes from the chosen prompt alone.
  v.transform((rows) => rows.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]))),
);

/** What `begin_turn` and `begin_anonymous_turn` return. */
export const BegunTurnRow = v.variant('state', [
  v.object({ ...Turn, state: v.literal('started'), answerId: Uuid, history: History }),
  v.object({ ...Turn, state: v.literal('replay'), answer: Message }),
  v.object({ state: v.literal('running'), answer: AnswerInProgress }),
]);

/** What `finish_turn` returns; the chat may have been deleted while its answer ran. */
export const FinishedTurnRow = v.object({
  answer: v.nullable(Message),
  quota: Quota,
  costMicroUsd: v.number(),
  titleId: v.nullable(Uuid),
});

/** What `finish_title` returns: the title the chat has now. */
export const FinishedTitleRow = v.object({ title: v.nullable(v.string()) });

/** What `running_answers` returns. */
export const RunningAnswersRow = v.array(AnswerInProgress);

/** What `housekeep` returns. */
export const HousekeepingRow = v.object({
  anonymousChats: v.number(),
  reservations: v.number(),
  staleAnswers: v.number(),
  sessionCodes: v.number(),
  counters: v.number(),
  limitMeetings: v.number(),
});

/** What `anonymous_usage` returns. */
export const QuotaRow = Quota;

/** What `claim_visitor_chats` returns. */
export const ClaimRow = v.object({ chatIds: v.array(Uuid) });

/** What `take_session_code` returns: nothing for a code that is not good, whatever the reason. */
export const TakenSessionRow = v.nullable(v.object({ sessionCiphertext: v.string() }));

/** A row of `ai_providers` that the worker can use. */
export const ProviderRow = v.pipe(
  v.object({
    id: Uuid,
    name: v.string(),
    api_identifier: v.string(),
    description: v.nullable(v.string()),
    config: v.object({
      kind: v.string(),
      model: v.string(),
      base_url: v.optional(v.string()),
      api_key_name: v.optional(v.string()),
      context_window: v.number(),
      max_output_tokens: v.number(),
      fallback: v.optional(Uuid),
      defaults: v.optional(v.record(v.string(), v.unknown()), {}),
    }),
  }),
  v.transform(({ config, api_identifier: apiIdentifier, ...row }) => ({
    ...row,
    apiIdentifier,
    kind: config.kind,
    model: config.model,
    baseUrl: config.base_url?.replace(/\/+$/, '') ?? null,
    apiKeyName: config.api_key_name ?? null,
    contextWindow: config.context_window,
    maxOutputTokens: config.max_output_tokens,
    parameters: config.defaults,
    fallbackId: config.fallback ?? null,
  })),
);

/** A row of `system_prompts`. */
export const PromptRow = v.pipe(
  v.object({ id: Uuid, name: v.string(), description: v.nullable(v.string()), prompt_text: v.string() }),
  v.transform(({ prompt_text: text, ...row }) => ({ ...row, text })),
);

/** A row of `chats` in a list. `cursorTime` keeps the microseconds that `updatedAt` loses. */
export const ChatRow = v.pipe(
  v.object({ id: Uuid, title: v.nullable(v.string()), updated_at: v.string() }),
  v.transform(({ id, title, updated_at: cursorTime }) => ({
    cursorTime,
    chat: { id, title, updatedAt: new Date(cursorTime).toISOString() },
  })),
);

/** The columns that {@link ChatRow} reads. */
export const chatColumns = 'id,title,updated_at';

/** A row of `chat_messages`. */
export const MessageRow = v.pipe(
  v.object({
    id: Uuid,
    parent_id: v.nullable(Uuid),
    role: v.picklist(['user', 'assistant', 'system']),
    content: v.string(),
    status: MessageStatus,
    finish_reason: v.nullable(FinishReason),
    ai_provider_id: v.nullable(Uuid),
    system_prompt_id: v.nullable(Uuid),
    token_usage: v.nullable(TokenUsage),
    created_at: Time,
    message_feedback: v.nullable(Feedback),
  }),
  v.transform((row) => ({
    id: row.id,
    parentId: row.parent_id,
    role: row.role,
    content: row.content,
    status: row.status,
    finishReason: row.finish_reason,
    providerId: row.ai_provider_id,
    promptId: row.system_prompt_id,
    usage: row.token_usage,
    createdAt: row.created_at,
    ...(row.message_feedback && { feedback: row.message_feedback }),
  })),
);

/** Where a page of messages ends, null for an empty one. */
export const LastSeqRow = v.pipe(
  v.array(v.object({ seq: v.number() })),
  v.transform((rows) => rows.at(-1)?.seq ?? null),
);

/** A chat with all its messages. */
export const ChatDetailsRow = v.object({
  id: Uuid,
  title: v.nullable(v.string()),
  updated_at: Time,
  chat_messages: v.array(MessageRow),
});

/** The columns that {@link MessageRow} reads. */
export const messageColumns =
  'id,parent_id,role,content,status,finish_reason,ai_provider_id,system_prompt_id,token_usage,created_at,message_feedback(rating,comment)';
