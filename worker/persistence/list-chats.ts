import * as v from 'valibot';
import type { ChatCursor, ChatListing, ChatPage } from '../ports/chat-repository.ts';
import { ChatRow, chatColumns } from './rows.ts';
import { storableText } from './storable-text.ts';
import type { SupabaseClient } from './supabase-clients.ts';
import { unwrapAsUser } from './unwrap.ts';

/** A page of the chats of the user whose client this is, newest first. */
export async function listChats(client: SupabaseClient, listing: ChatListing): Promise<ChatPage> {
  // One more than asked for tells whether there is a next page.
  const rowsMax = listing.limit + 1;
  const { search, cursor } = listing;
  const request =
    search === null ? listAll(client, rowsMax, cursor) : findBySearch(client, rowsMax, cursor, search);
  const rows = v.parse(v.array(ChatRow), await unwrapAsUser(request));
  const page = rows.slice(0, listing.limit);
  const last = rows.length > listing.limit ? page.at(-1) : undefined;
  return {
    chats: page.map(({ chat }) => chat),
    next: last ? { updatedAt: last.cursorTime, id: last.chat.id } : null,
  };
}

function listAll(client: SupabaseClient, rowsMax: number, cursor: ChatCursor | null) {
  let query = client.from('chats').select(chatColumns);
  if (cursor) query = query.or(after(cursor));
  return query.order('updated_at', { ascending: false }).order('id', { ascending: false }).limit(rowsMax);
}

function findBySearch(client: SupabaseClient, rowsMax: number, cursor: ChatCursor | null, search: string) {
  return client.rpc('search_chats', {
    p_search: storableText(search),
    p_limit: rowsMax,
    ...(cursor && { p_before_updated_at: cursor.updatedAt, p_before_id: cursor.id }),
  });
}

/** Keyset paging by (updated_at, id): a chat that moves up while someone scrolls is neither lost nor shown twice. */
function after({ updatedAt, id }: ChatCursor): string {
  return `updated_at.lt."${updatedAt}",and(updated_at.eq."${updatedAt}",id.lt.${id})`;
}
