import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, composer, conversation, openChat, openSite, send, type Site } from './visit.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
});

afterAll(() => site.close());

/** Rows of one conversation, in order, as Postgres has them. */
async function storedMessages(firstWords: string) {
  const { rows } = await site.stack.supabase!.database.pglite.query<{
    role: string;
    content: string;
    status: string;
    user_id: string | null;
    kind: string;
  }>(
    `select m.role, m.content, m.status, m.user_id, p.config ->> 'kind' as kind
     from public.chat_messages m left join public.ai_providers p on p.id = m.ai_provider_id
     where m.chat_id = (select chat_id from public.chat_messages where content = $1)
     order by m.seq`,
    [firstWords],
  );
  return rows;
}

describe('a visitor', () => {
  it.each(['openai', 'anthropic'])(
    'gets a streamed answer from %s, and every row is stored',
    async (kind) => {
      const page = await site.visit();
      const words = `Which paper suits a fountain pen, ${kind}?`;
      const { rows } = await site.stack.supabase!.database.pglite.query<{ name: string }>(
        `select name from public.ai_providers where config ->> 'kind' = $1`,
        [kind],
      );
      await openChat(page);
      await page.getByRole('button', { name: /^Model / }).click();
      await page.getByRole('option', { name: rows[0]!.name }).click();
      await ask(page, words);

      await expect.poll(() => conversation(page).getByRole('table').count()).toBe(1);
      const stored = await storedMessages(words);
      expect(stored.map(({ role, status, user_id }) => ({ role, status, user_id }))).toEqual([
        { role: 'user', status: 'complete', user_id: null },
        { role: 'assistant', status: 'complete', user_id: null },
      ]);
      expect(stored[1]).toMatchObject({ kind, content: expect.stringContaining(`“${words}”`) as string });
    },
  );

  it('finds the conversation again after a reload', async () => {
    const page = await site.visit();
    await openChat(page);
    await ask(page, 'Remember this page');
    await page.reload();
    await openChat(page);
    await conversation(page).getByText('“Remember this page”').waitFor();
  });

  it('meets the limit with the fourth message, and keeps its words', async () => {
    const page = await site.visit();
    await openChat(page);
    for (const words of ['one', 'two', 'three']) await ask(page, `Message ${words}`);
    await page.getByText('0 of 3 free messages left').waitFor();

    await send(page, 'Message four');
    await page.getByText('You have used your free messages').waitFor();
    expect(await composer(page).inputValue()).toBe('Message four');
    expect(await conversation(page).getByText('Message four').count()).toBe(0);
    expect(await storedMessages('Message four')).toEqual([]);
  });

  it('stops an answer and keeps what has come', async () => {
    const page = await site.visit();
    await openChat(page);
    await send(page, 'slow, please');
    await conversation(page).getByText('You asked for it slowly').waitFor();
    await page.getByRole('button', { name: 'Stop answering' }).click();
    await conversation(page).getByText('Stopped').waitFor();
    await expect
      .poll(async () => (await storedMessages('slow, please')).map(({ status }) => status))
      .toEqual(['complete', 'stopped']);
    const [, answer] = await storedMessages('slow, please');
    expect(answer?.content).toContain('You asked for it slowly');
    expect(answer?.content).not.toContain('That was the slow answer.');
  });

  it('is told when the model hangs up, and may try again', async () => {
    const page = await site.visit();
    await openChat(page);
    await send(page, 'simulate disconnect');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await conversation(page).getByText('You asked for it slowly').waitFor();
    const stored = await storedMessages('simulate disconnect');
    expect(stored.map(({ status }) => status)).toEqual(['complete', 'interrupted']);
  });
});
