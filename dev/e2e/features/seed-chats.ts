import type { ChatPage } from './chat-page.ts';
import type { FeatureSite } from './open-feature-site.ts';

/** A chat as somebody had it: what was said in turns, the person first. */
export interface PastChat {
  readonly title: string | null;
  readonly messages: readonly string[];
  /** When its first message was written; each of the others came a minute later. */
  readonly at: Date;
}

const minuteMs = 60_000;

/** Writes chats of the page's person into the database. @returns their ids */
export async function seedChats(
  site: FeatureSite,
  { page }: ChatPage,
  chats: readonly PastChat[],
): Promise<string[]> {
  const userId = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => /^sb-.*-auth-token$/.test(name)) ?? '';
    const session = JSON.parse(localStorage.getItem(key) ?? '{}') as { user?: { id?: string } };
    return session.user?.id;
  });
  const ids = chats.map(() => crypto.randomUUID());
  for (const [index, chat] of chats.entries()) await seedChat(site, userId, ids[index] ?? '', chat);
  return ids;
}

async function seedChat(
  site: FeatureSite,
  userId: string | undefined,
  id: string,
  chat: PastChat,
): Promise<void> {
  const pglite = site.stack.supabase?.database.pglite;
  if (pglite === undefined) throw new Error('There is no embedded Supabase');
  await pglite.query(`insert into public.chats (id, user_id, title, created_at) values ($1, $2, $3, $4)`, [
    id,
    userId,
    chat.title,
    chat.at,
  ]);
  let parentId: string | null = null;
  let writtenAt = chat.at;
  for (const [index, content] of chat.messages.entries()) {
    const messageId = crypto.randomUUID();
    writtenAt = new Date(chat.at.getTime() + index * minuteMs);
    const isUser = index % 2 === 0;
    await pglite.query(
      `insert into public.chat_messages (id, chat_id, parent_id, user_id, role, content, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [messageId, id, parentId, isUser ? userId : null, isUser ? 'user' : 'assistant', content, writtenAt],
    );
    parentId = messageId;
  }
  // Each message has moved its chat to now.
  await pglite.query(`update public.chats set updated_at = $2 where id = $1`, [id, writtenAt]);
}

/** A moment of a day before today, by the clock of this machine. */
export function daysAgo(days: number, hour = 12): Date {
  const date = new Date();
  date.setDate(date.getDate() - days);
  date.setHours(hour, 0, 0, 0);
  return date;
}
