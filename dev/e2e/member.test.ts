import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { readAs } from './read-as.ts';
import { ask, conversation, openChat, openSite, signUp, type Site } from './visit.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
});

afterAll(() => site.close());

async function signedUp(email: string): Promise<Page> {
  const page = await site.visit('/sign-in');
  await signUp(page, email);
  return page;
}

describe('a signed-in user', () => {
  it('finds the chat again after a reload, and nobody else can see it', async () => {
    const owner = await signedUp('owner@example.com');
    await openChat(owner);
    await ask(owner, 'What did I order?');
    await owner.reload();
    await openChat(owner);
    await conversation(owner).getByText('“What did I order?”').waitFor();
    expect(await owner.getByText(/free messages? left/).count()).toBe(0);

    const { chats } = JSON.parse((await readAs(owner, '/api/chat-history')).body) as {
      chats: { id: string; title: string }[];
    };
    expect(chats).toHaveLength(1);
    const details = `/api/chat-details/${chats[0]!.id}`;
    expect((await readAs(owner, details)).status).toBe(200);

    const stranger = await signedUp('stranger@example.com');
    await openChat(stranger);
    await stranger.getByText('What can I help you with?').waitFor();
    expect(await conversation(stranger).getByText('What did I order?').count()).toBe(0);
    expect((await readAs(stranger, details)).status).toBe(404);
    expect(await readAs(stranger, '/api/chat-history')).toMatchObject({
      status: 200,
      body: JSON.stringify({ chats: [], nextCursor: null }),
    });
    for (const table of ['chats', 'chat_messages']) {
      expect(await readAs(stranger, `/rest/v1/${table}?select=id`)).toMatchObject({
        status: 200,
        body: '[]',
      });
    }
  });

  it('is limited by their own quota and not by the visitors’', async () => {
    const page = await signedUp('writer@example.com');
    await openChat(page);
    for (const words of ['one', 'two', 'three', 'four']) await ask(page, `Note ${words}`);
    const { rows } = await site.stack.supabase!.database.pglite.query(
      `select count(*) filter (where kind = 'answer')::int as turns, count(*) filter (where kind = 'title')::int as titles,
         count(distinct chat_id)::int as chats, bool_and(state = 'settled') as settled
       from public.usage where user_id = (select id from auth.users where email = 'writer@example.com')`,
    );
    expect(rows).toEqual([{ turns: 4, titles: 1, chats: 1, settled: true }]);
  });
});
