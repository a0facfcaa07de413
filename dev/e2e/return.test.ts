import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ask, composer, conversation, openChat, openSite, send, signUp, type Site } from './visit.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
});

afterAll(() => site.close());

const asked = ['First of three', 'Second of three', 'Third of three'];
const waiting = 'The one that waits';

/** Somebody who has used up their free messages, and has written one more. */
async function meetLimit(): Promise<Page> {
  const page = await site.visit();
  await openChat(page);
  for (const words of asked) await ask(page, words);
  await send(page, waiting);
  await page.getByRole('link', { name: 'Sign up' }).waitFor();
  return page;
}

/** What Postgres has of the conversation of a user, and of their bill. */
async function storedOf(email: string) {
  const { pglite } = site.stack.supabase!.database;
  const messages = await pglite.query<{ content: string; chat_id: string }>(
    `select m.content, m.chat_id from public.chat_messages m join public.chats c on c.id = m.chat_id
     where m.role = 'user' and c.visitor_id is null and m.user_id = c.user_id
       and c.user_id = (select id from auth.users where email = $1) order by m.seq`,
    [email],
  );
  const bill = await pglite.query<{ paid: number }>(
    `select count(*)::int as paid from public.usage where kind = 'answer' and state = 'settled'
       and user_id = (select id from auth.users where email = $1)`,
    [email],
  );
  return {
    words: messages.rows.map(({ content }) => content),
    chats: new Set(messages.rows.map(({ chat_id }) => chat_id)).size,
    paid: bill.rows[0]?.paid,
  };
}

describe('a visitor who met the limit', () => {
  it('registers, and finds the conversation, in which the message that waited is answered once', async () => {
    const page = await meetLimit();
    await page.getByRole('link', { name: 'Sign up' }).click();
    await signUp(page, 'returned@example.com');
    await openChat(page);
    const log = conversation(page);
    await log.getByText(`“${waiting}”`).waitFor();
    for (const words of asked) await log.getByText(`“${words}”`).waitFor();
    await page.getByRole('button', { name: 'Send message' }).waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('');
    await page.reload();
    await openChat(page);
    await log.getByText(`“${waiting}”`).waitFor();
    expect(await storedOf('returned@example.com')).toEqual({ words: [...asked, waiting], chats: 1, paid: 1 });
    const kept = await page.evaluate(() => [
      sessionStorage.getItem('pendingChatMessage'),
      localStorage.getItem('pendingChatMessage'),
    ]);
    expect(kept).toEqual([null, null]);
  });

  it('has it sent once when two tabs come back at the same time', async () => {
    const page = await meetLimit();
    const other = await page.context().newPage();
    await other.goto(new URL('/', page.url()).href);
    await openChat(other);
    await page.getByRole('link', { name: 'Sign up' }).click();
    await signUp(page, 'twice@example.com');
    await Promise.all([openChat(page), other.bringToFront()]);
    for (const tab of [page, other]) await conversation(tab).getByText(`“${waiting}”`).waitFor();
    await expect
      .poll(() => storedOf('twice@example.com'))
      .toEqual({ words: [...asked, waiting], chats: 1, paid: 1 });
  });

  it('who says no keeps the text', async () => {
    const page = await meetLimit();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('link', { name: 'Sign up' }).waitFor({ state: 'hidden' });
    expect(await composer(page).inputValue()).toBe(waiting);
  });
});
