import * as v from 'valibot';
import type { ChatDetailsReply } from '../../protocol/history.ts';
import { AppError } from '../errors.ts';
import type { Caller, User } from '../ports/caller.ts';
import type {
  BegunTurn,
  ChatCursor,
  ChatPage,
  ChatRepository,
  FinishedTurn,
  TurnEnd,
  TurnToBegin,
} from '../ports/chat-repository.ts';
import { BegunTurnRow, ChatDetailsRow, ChatRow, FinishedTurnRow, messageColumns } from './rows.ts';
import { storableText } from './storable-text.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap, unwrapAsUser } from './unwrap.ts';

/** Messages of one chat that are read at most. A project of Supabase returns no more unless it is told to. */
const messagesMax = 1_000;

/** Chats in Supabase. Users are served in their own name, visitors with the secret key and their id in every query. */
export class SupabaseChatRepository implements ChatRepository {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async beginTurn(caller: Caller, turn: TurnToBegin): Promise<BegunTurn> {
    const args = toArguments(turn);
    if (caller.kind === 'user') {
      const request = this.#clients.asUser(caller.accessToken).rpc('begin_turn', args);
      return v.parse(BegunTurnRow, await unwrapAsUser(request));
    }
    // The caller is refused before this when the address is unknown, and the function refuses an empty one.
    const visitor = { p_visitor_id: caller.visitorId, p_ip_hash: caller.ipHash ?? '' };
    const request = this.#clients.asService.rpc('begin_anonymous_turn', { ...visitor, ...args });
    return v.parse(BegunTurnRow, await unwrap(request));
  }

  async finishTurn(end: TurnEnd, signal: AbortSignal): Promise<FinishedTurn> {
    const { usage } = end;
    const request = this.#clients.asService.rpc('finish_turn', {
      p_answer_id: end.answerId,
      p_status: end.status,
      p_content: storableText(end.content),
      p_finish_reason: end.finishReason,
      p_error_code: end.errorCode,
      p_input_tokens: usage?.inputTokens ?? null,
      p_output_tokens: usage?.outputTokens ?? null,
      p_cached_input_tokens: usage?.cachedInputTokens ?? null,
      p_cache_write_tokens: usage?.cacheWriteTokens ?? null,
    });
    return v.parse(FinishedTurnRow, await unwrap(request.abortSignal(signal)));
  }

  async listChats(
    { accessToken }: User,
    { limit, cursor }: { limit: number; cursor: ChatCursor | null },
  ): Promise<ChatPage> {
    let query = this.#clients.asUser(accessToken).from('chats').select('id,title,updated_at');
    if (cursor) query = query.or(after(cursor));
    // One more than asked for tells whether there is a next page.
    const request = query
      .order('updated_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(limit + 1);
    const rows = v.parse(v.array(ChatRow), await unwrapAsUser(request));
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      chats: page.map(({ chat }) => chat),
      next: last ? { updatedAt: last.cursorTime, id: last.chat.id } : null,
    };
  }

  async getChat(caller: Caller, chatId: string): Promise<ChatDetailsReply> {
    const columns = `id,title,updated_at,chat_messages(${messageColumns})` as const;
    const isUser = caller.kind === 'user';
    const client = isUser ? this.#clients.asUser(caller.accessToken) : this.#clients.asService;
    let query = client.from('chats').select(columns).eq('id', chatId);
    if (!isUser) query = query.eq('visitor_id', caller.visitorId);
    // Newest first, because the limit cuts off the end.
    const request = query
      .order('seq', { referencedTable: 'chat_messages', ascending: false })
      .limit(messagesMax, { referencedTable: 'chat_messages' })
      .limit(1);
    const rows = v.parse(v.array(ChatDetailsRow), await (isUser ? unwrapAsUser(request) : unwrap(request)));
    const [row] = rows;
    if (!row) throw new AppError('not_found');
    const { chat_messages: messages, updated_at: updatedAt, id, title } = row;
    return { chat: { id, title, updatedAt }, messages: messages.reverse() };
  }
}

/** Keyset paging by (updated_at, id): a chat that moves up while someone scrolls is neither lost nor shown twice. */
function after({ updatedAt, id }: ChatCursor): string {
  return `updated_at.lt."${updatedAt}",and(updated_at.eq."${updatedAt}",id.lt.${id})`;
}

function toArguments(turn: TurnToBegin) {
  return {
    p_message_id: turn.messageId,
    p_provider_id: turn.providerId,
    p_regenerate: turn.isRegeneration,
    ...(turn.content !== null && { p_content: storableText(turn.content) }),
    ...(turn.promptId !== null && { p_prompt_id: turn.promptId }),
    ...(turn.chatId !== null && { p_chat_id: turn.chatId }),
    ...(turn.parentId !== null && { p_parent_id: turn.parentId }),
    ...(turn.title !== null && { p_title: storableText(turn.title) }),
  };
}
