import * as v from 'valibot';
import type { ChatDetailsReply } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import { AppError } from '../errors.ts';
import { ChatRow, chatColumns, LastSeqRow, messageColumns, MessageRow } from './rows.ts';
import type { SupabaseClient } from './supabase-clients.ts';
import { unwrapAsUser } from './unwrap.ts';

/** Messages read at once. A project of Supabase returns no more unless it is told to. */
const pageMax = 1_000;

/**
 * A chat with all its messages, of the user whose client this is.
 * @throws AppError `not_found`
 */
export async function readWholeChat(client: SupabaseClient, chatId: string): Promise<ChatDetailsReply> {
  const request = client.from('chats').select(chatColumns).eq('id', chatId).limit(1);
  const [row] = v.parse(v.array(ChatRow), await unwrapAsUser(request));
  if (!row) throw new AppError('not_found');
  const messages: Message[] = [];
  let lastSeq: number | null = 0;
  // Until a page is empty and not until one is short: a project may be set to return fewer than it is asked for.
  while (lastSeq !== null) {
    const rows: unknown = await unwrapAsUser(pageAfter(client, chatId, lastSeq));
    messages.push(...v.parse(v.array(MessageRow), rows));
    lastSeq = v.parse(LastSeqRow, rows);
  }
  return { chat: row.chat, messages };
}

function pageAfter(client: SupabaseClient, chatId: string, seq: number) {
  const query = client.from('chat_messages').select(`seq,${messageColumns}`);
  return query.eq('chat_id', chatId).gt('seq', seq).order('seq').limit(pageMax);
}
