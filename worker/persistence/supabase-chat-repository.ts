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

  async finishTurn({
    answerId,
    status,
    content,
    finishReason,
    errorCode,
    usage,
  }: TurnEnd): Promise<FinishedTurn> {
    const request = this.#clients.asService.rpc('finish_turn', {
      p_answer_id: answerId,
      p_status: status,
      p_content: storableText(content),
      ...(finishReason !== null && { p_finish_reason: finishReason }),
      ...(errorCode !== null && { p_error_code: errorCode }),
      ...(usage && { p_input_tokens: usage.inputTokens, p_output_tokens: usage.outputTokens }),
      ...(usage?.cachedInputTokens !== undefined && { p_cached_input_tokens: usage.cachedInputTokens }),
    });
    return v.parse(FinishedTurnRow, await unwrap(request));
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
    const request = query.order('seq', { referencedTable: 'chat_messages' }).limit(1);
    const rows = v.parse(v.array(ChatDetailsRow), await (isUser ? unwrapAsUser(request) : unwrap(request)));
    const [row] = rows;
    if (!row) throw new AppError('not_found');
    const { chat_messages: messages, updated_at: updatedAt, id, title } = row;
    return { chat: { id, title, updatedAt }, messages };
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
