import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrive, type ChatPage, directions } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';
import { daysAgo, seedChats } from './seed-chats.ts';

// What somebody has written stays, whatever happens to the page, the network and the server.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

/** Answers as a server does that has met something unexpected. */
function refuse(route: Route): Promise<void> {
  const problem = { type: 'about:blank', title: 'Internal', status: 500, code: 'internal', retryable: true };
  return route.fulfill({
    status: 500,
    contentType: 'application/problem+json',
    body: JSON.stringify({ ...problem, requestId: crypto.randomUUID() }),
  });
}

/** Ends a page without a word: it does not even hear that its requests are cut, as one does that is closed. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devTools = await page.context().newCDPSession(page);
  // It does not live to answer.
  devTools.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** How often a person's words are stored, and how often they were answered. */
async function stored(words: string): Promise<{ messages: number; answers: number }> {
  const { rows } = await site.stack.supabase!.database.pglite.query<{ messages: number; answers: number }>(
    `select count(distinct m.id)::int as messages, count(a.id)::int as answers
     from public.chat_messages m left join public.chat_messages a on a.parent_id = m.id and a.role = 'assistant'
     where m.content = $1`,
    [words],
  );
  return rows[0]!;
}

async function openChatOfList(chat: ChatPage, title: string): Promise<void> {
  const { words } = chat;
  await chat.button(words.history).click();
  const list = chat.page.getByRole('region', { name: words.history });
  await list.getByRole('button', { name: new RegExp(`^${title} `) }).click();
  await chat.log.getByText(`Said in ${title}`).waitFor();
}

describe.each(directions)('from $dir,', (setting) => {
  async function begin(): Promise<ChatPage> {
    const chat = await arrive(site, setting);
    await chat.open();
    return chat;
  }

  // The same is said from both.
  afterAll(() => site.stack.supabase!.database.pglite.exec('truncate public.chats cascade'));

  describe('what is written and not sent', () => {
    it('stays with its chat, and outlives a reload', async () => {
      const chat = await arrive(site, setting);
      await seedChats(
        site,
        chat,
        ['Ink', 'Paper'].map((title, index) => ({
          title,
          at: daysAgo(index),
          messages: [`Said in ${title}`],
        })),
      );
      await chat.open();
      await chat.log.getByText('Said in Ink').waitFor();
      await chat.composer.fill('A draft about ink');
      await openChatOfList(chat, 'Paper');
      expect(await chat.composer.inputValue()).toBe('');
      await chat.composer.fill('A draft about paper');
      await chat.button(chat.words.newChat).click();
      expect(await chat.composer.inputValue()).toBe('');
      await chat.composer.fill('A draft about nothing yet');
      await openChatOfList(chat, 'Ink');
      expect(await chat.composer.inputValue()).toBe('A draft about ink');

      await chat.reload();
      await chat.log.getByText('Said in Ink').waitFor();
      await eventually(() => chat.composer.inputValue()).toBe('A draft about ink');
      await openChatOfList(chat, 'Paper');
      await eventually(() => chat.composer.inputValue()).toBe('A draft about paper');
      await chat.button(chat.words.newChat).click();
      await eventually(() => chat.composer.inputValue()).toBe('A draft about nothing yet');
    });

    it('is gone once it is sent', async () => {
      const chat = await begin();
      await chat.ask('No longer a draft');
      expect(await chat.composer.inputValue()).toBe('');
      await chat.reload();
      await chat.log.getByText('“No longer a draft”').waitFor();
      expect(await chat.composer.inputValue()).toBe('');
    });
  });

  describe('a message that the server refuses', () => {
    it('is kept, said to be unsent, and sent once by trying again', async () => {
      const chat = await begin();
      const { words, page } = chat;
      await page.route('**/api/chat', refuse);
      await chat.send('Refused at first');
      await page
        .getByRole('alert')
        .getByText(words.errors['internal'] ?? '')
        .waitFor();
      await chat.questions.getByText('Refused at first').waitFor();
      await page.unroute('**/api/chat');
      await chat.button(words.retry).click();
      await chat.answerTo('Refused at first');
      expect(await stored('Refused at first')).toEqual({ messages: 1, answers: 1 });
      expect(await chat.questions.count()).toBe(1);
    });

    it('outlives the page, waits for its person there, and stays in its chat', async () => {
      const chat = await begin();
      const { words, page } = chat;
      await chat.ask('Before the refusal');
      await page.context().route('**/api/chat', refuse);
      await chat.send('Refused and kept');
      await page.getByRole('alert').waitFor();
      await chat.reload();
      await chat.questions.getByText('Refused and kept').waitFor();
      await chat.questions.getByText(words.notSent).waitFor();
      await chat.button(words.edit).last().waitFor();
      await chat.button(words.newChat).click();
      await eventually(() => chat.questions.count()).toBe(0);
      expect(await chat.composer.inputValue()).toBe('');
      await page.context().unroute('**/api/chat');
      await chat.ask('Somewhere else');
      await chat.button(words.history).click();
      const list = page.getByRole('region', { name: words.history });
      await list.getByRole('button', { name: /^Before the refusal / }).click();
      await chat.questions.getByText('Refused and kept').waitFor();
      expect(await stored('Refused and kept')).toEqual({ messages: 0, answers: 0 });
      await chat.button(words.retry).click();
      await chat.answerTo('Refused and kept');
      expect(await stored('Refused and kept')).toEqual({ messages: 1, answers: 1 });
    });

    it('can be taken back and changed', async () => {
      const chat = await begin();
      const { words, page } = chat;
      await page.route('**/api/chat', refuse);
      await chat.send('Said too soon');
      await chat.button(words.edit).click();
      await eventually(() => chat.composer.inputValue()).toBe('Said too soon');
      await eventually(() => chat.questions.count()).toBe(0);
      await page.unroute('**/api/chat');
      await chat.ask('Said in time');
      expect(await stored('Said too soon')).toEqual({ messages: 0, answers: 0 });
    });
  });

  describe('a message that is on its way', () => {
    it.each(['member', 'visitor'] as const)(
      'outlives the page of a %s that crashes before the server had it, and is answered once',
      async (who) => {
        const chat = await arrive(site, { ...setting, as: who });
        const { page } = chat;
        const text = `On its way from a ${who}`;
        const isAsked = Promise.withResolvers<undefined>();
        // The request hangs until its page is gone.
        await page.context().route('**/api/chat', () => {
          isAsked.resolve(undefined);
        });
        await chat.open();
        await chat.send(text);
        await isAsked.promise;
        await crash(page);
        const after = await chat.openTab();
        await after.page.context().unroute('**/api/chat');
        await after.open();
        await after.answerTo(text);
        expect(await after.questions.count()).toBe(1);
        expect(await after.composer.inputValue()).toBe('');
        expect(await stored(text)).toEqual({ messages: 1, answers: 1 });
        await after.reload();
        await after.answerTo(text);
        expect(await after.said(after.words.offline).count()).toBe(0);
        expect(await stored(text)).toEqual({ messages: 1, answers: 1 });
      },
    );

    it('is found where it is when the server had it', async () => {
      const chat = await begin();
      site.gate.hold();
      await chat.send('Had by the server');
      await eventually(async () => (await stored('Had by the server')).messages).toBe(1);
      await chat.reload();
      await chat.questions.getByText('Had by the server').waitFor();
      site.gate.release();
      await chat.answerTo('Had by the server');
      expect(await chat.questions.count()).toBe(1);
      expect(await stored('Had by the server')).toEqual({ messages: 1, answers: 1 });
    });
  });

  describe('without a connection', () => {
    it('a person is told so, and what they send goes out once when it is back', async () => {
      const chat = await begin();
      const { words, page } = chat;
      await chat.ask('Before the tunnel');
      await page.context().setOffline(true);
      await chat.said(words.offline).waitFor();
      const sent = ['First in the tunnel', 'Second in the tunnel'];
      for (const [index, text] of sent.entries()) {
        await chat.send(text);
        await eventually(() => chat.questions.getByText(words.waitingForConnection).count()).toBe(index + 1);
      }
      for (const text of sent) expect(await stored(text)).toEqual({ messages: 0, answers: 0 });
      await page.context().setOffline(false);
      for (const text of sent) await chat.log.getByText(`“${text}”`).waitFor({ timeout: 30_000 });
      await chat.button(words.send).waitFor();
      await eventually(() => chat.said(words.offline).count()).toBe(0);
      for (const text of sent) expect(await stored(text)).toEqual({ messages: 1, answers: 1 });
      const shown = (await chat.questions.allInnerTexts()).map((text) => text.split('\n')[0]);
      expect(shown).toEqual(['Before the tunnel', ...sent]);
    });

    it('what waits outlives the page, and goes out once from the next one', async () => {
      const chat = await begin();
      const { page, words } = chat;
      await chat.ask('Before the reload');
      await page.context().route('**/api/chat', (route) => route.abort('internetdisconnected'));
      await chat.send('Sent into the dark');
      await chat.questions.getByText(words.waitingForConnection).waitFor();
      await chat.reload();
      await chat.questions.getByText('Sent into the dark').waitFor();
      expect(await stored('Sent into the dark')).toEqual({ messages: 0, answers: 0 });
      await page.context().unroute('**/api/chat');
      await chat.log.getByText('“Sent into the dark”').waitFor({ timeout: 45_000 });
      await chat.button(words.send).waitFor();
      expect(await stored('Sent into the dark')).toEqual({ messages: 1, answers: 1 });
    });
  });
});
