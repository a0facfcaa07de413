import * as v from 'valibot';
import type { Chat, ChatDetailsReply } from '../../protocol/history.ts';
import { AppError } from '../errors.ts';
import type { Caller, User } from '../ports/caller.ts';
import type {
  BegunTurn,
  ChatListing,
  ChatPage,
  ChatRepository,
  FinishedTurn,
  TitleEnd,
  TurnEnd,
  TurnToBegin,
} from '../ports/chat-repository.ts';
import type { AnswerInProgress } from '../ports/running-answers.ts';
import { listChats } from './list-chats.ts';
import { readWholeChat } from './read-whole-chat.ts';
import {
  BegunTurnRow,
  ChatDetailsRow,
  ChatRow,
  chatColumns,
  ClaimRow,
  FinishedTitleRow,
  FinishedTurnRow,
  messageColumns,
  RunningAnswersRow,
} from './rows.ts';
import { storableText } from './storable-text.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { toTurnArguments, toTurnEndArguments } from './turn-arguments.ts';
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
    const args = toTurnArguments(turn);
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
    const request = this.#clients.asService.rpc('finish_turn', toTurnEndArguments(end));
    return v.parse(FinishedTurnRow, await unwrap(request.abortSignal(signal)));
  }

  async checkpointTurn(answerId: string, content: string): Promise<void> {
    const args = { p_answer_id: answerId, p_content: storableText(content) };
    await unwrap(this.#clients.asService.rpc('checkpoint_turn', args));
  }

  async finishTitle({ titleId, title, usage }: TitleEnd): Promise<string | null> {
    const request = this.#clients.asService.rpc('finish_title', {
      p_title_id: titleId,
      p_title: title === null ? null : storableText(title),
      p_input_tokens: usage?.inputTokens ?? null,
      p_output_tokens: usage?.outputTokens ?? null,
      p_cached_input_tokens: usage?.cachedInputTokens ?? null,
      p_cache_write_tokens: usage?.cacheWriteTokens ?? null,
    });
    return v.parse(FinishedTitleRow, await unwrap(request)).title;
  }

  listChats({ accessToken }: User, listing: ChatListing): Promise<ChatPage> {
    return listChats(this.#clients.asUser(accessToken), listing);
  }

  async renameChat({ accessToken }: User, chatId: string, title: string): Promise<Chat> {
    const chats = this.#clients.asUser(accessToken).from('chats');
    const request = chats
      .update({ title: storableText(title) })
      .eq('id', chatId)
      .select(chatColumns);
    const [row] = v.parse(v.array(ChatRow), await unwrapAsUser(request));
    if (!row) throw new AppError('not_found');
    return row.chat;
  }

  async deleteChat({ accessToken }: User, chatId: string): Promise<void> {
    const chats = this.#clients.asUser(accessToken).from('chats');
    const request = chats.delete().eq('id', chatId).select('id');
    const rows = v.parse(v.array(v.unknown()), await unwrapAsUser(request));
    if (rows.length === 0) throw new AppError('not_found');
  }

  getWholeChat({ accessToken }: User, chatId: string): Promise<ChatDetailsReply> {
    return readWholeChat(this.#clients.asUser(accessToken), chatId);
  }

  async findRunningAnswers(caller: Caller, chatId: string): Promise<AnswerInProgress[]> {
    const { client, read, visitorId } = this.#as(caller);
    const request = client.rpc('running_answers', { p_chat_id: chatId, p_visitor_id: visitorId });
    return v.parse(RunningAnswersRow, await read(request));
  }

  async getChat(caller: Caller, chatId: string): Promise<ChatDetailsReply> {
    const { client, read, visitorId } = this.#as(caller);
    const columns = `${chatColumns},chat_messages(${messageColumns})` as const;
    let query = client.from('chats').select(columns).eq('id', chatId);
    if (visitorId !== null) query = query.eq('visitor_id', visitorId);
    // Newest first, because the limit cuts off the end.
    const request = query
      .order('seq', { referencedTable: 'chat_messages', ascending: false })
      .limit(messagesMax, { referencedTable: 'chat_messages' })
      .limit(1);
    const [row] = v.parse(v.array(ChatDetailsRow), await read(request));
    if (!row) throw new AppError('not_found');
    const { chat_messages: messages, updated_at: updatedAt, id, title } = row;
    return { chat: { id, title, updatedAt }, messages: messages.reverse() };
  }

  /** With the secret key: visitors' chats are nothing that a user may touch. Whose token it is has been checked. */
  async claimChats({ userId }: User, visitorId: string): Promise<string[]> {
    const args = { p_user_id: userId, p_visitor_id: visitorId };
    return v.parse(ClaimRow, await unwrap(this.#clients.asService.rpc('claim_visitor_chats', args))).chatIds;
  }

  /** A caller's way to the database; a query for a visitor has to name them itself. */
  #as(caller: Caller) {
    return caller.kind === 'user'
      ? { client: this.#clients.asUser(caller.accessToken), read: unwrapAsUser, visitorId: null }
      : { client: this.#clients.asService, read: unwrap, visitorId: caller.visitorId };
  }
}
