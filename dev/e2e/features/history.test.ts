import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrive, type ChatPage, directions } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';
import { daysAgo, type PastChat, seedChats } from './seed-chats.ts';

// The list of somebody's chats, as they use it.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

const past = (title: string | null, days: number, ...messages: string[]): PastChat => ({
  title,
  at: daysAgo(days),
  messages: messages.length > 0 ? messages : [`About ${title ?? 'nothing'}`, 'It is paper.'],
});

const three = [
  past('Ink that dries', 0),
  past('Nibs', 1, 'Which one?', 'A broad fountain one.'),
  past('Glue', 9),
];

const list = ({ page, words }: ChatPage): Locator => page.getByRole('region', { name: words.history });

const rows = (chat: ChatPage): Locator => list(chat).getByRole('listitem');

/** What opens a chat of the list. */
const row = (chat: ChatPage, title: string): Locator =>
  list(chat).getByRole('button', { name: new RegExp(`^${RegExp.escape(title)} `) });

async function showList(chat: ChatPage): Promise<void> {
  await chat.button(chat.words.history).click();
  await list(chat).waitFor();
}

/** Opens what can be done with a chat of the list, and does it. */
async function act(chat: ChatPage, title: string, action: string): Promise<void> {
  await list(chat)
    .getByRole('button', { name: chat.words.chatActions(title) })
    .click();
  await chat.button(action, list(chat)).click();
}

async function isStored(id: string | undefined): Promise<boolean> {
  const { rows: found } = await site.stack.supabase!.database.pglite.query(
    'select from public.chats where id = $1',
    [id],
  );
  return found.length > 0;
}

describe.each(directions)('the list of chats, from $dir,', (setting) => {
  /** Somebody with these chats, and their list open. */
  async function begin(chats: readonly PastChat[]): Promise<{ chat: ChatPage; ids: string[] }> {
    const chat = await arrive(site, setting);
    const ids = await seedChats(site, chat, chats);
    await chat.open();
    await showList(chat);
    return { chat, ids };
  }

  it('has each chat under its day, and opens it', async () => {
    const { chat } = await begin(three);
    const { words } = chat;
    const now = new Date();
    const days = [0, 1, 9].map((count) => words.day(daysAgo(count), now));
    await rows(chat).first().waitFor();
    expect(await list(chat).getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(days);
    await row(chat, 'Nibs').click();
    await chat.log.getByText('A broad fountain one.').waitFor();
    expect(await list(chat).count()).toBe(0);
    await chat.panel.getByRole('heading', { name: 'Nibs' }).waitFor();
    // The day of its messages stands above them.
    await chat.log.getByText(words.day(daysAgo(1), now), { exact: true }).waitFor();
    await chat.questions
      .getByRole('time')
      .getByText(words.time(daysAgo(1)))
      .waitFor();
  });

  it('finds chats by their title and by what was said in them', async () => {
    const { chat } = await begin(three);
    const { words } = chat;
    const field = list(chat).getByRole('searchbox', { name: words.searchChats });
    for (const [search, title] of [
      ['fountain', 'Nibs'],
      ['dries', 'Ink that dries'],
    ] as const) {
      await field.fill(search);
      await eventually(() => rows(chat).count()).toBe(1);
      await row(chat, title).waitFor();
    }
    await field.fill('nowhere to be found');
    await list(chat).getByText(words.noChatsFound).waitFor();
    await chat.button(words.clearSearch, list(chat)).click();
    await eventually(() => rows(chat).count()).toBe(3);
    expect(await field.inputValue()).toBe('');
  });

  it('renames a chat, and it keeps that name', async () => {
    const { chat } = await begin(three);
    const { words } = chat;
    await act(chat, 'Glue', words.renameChat);
    const field = list(chat).getByRole('textbox', { name: words.chatTitle });
    expect(await field.inputValue()).toBe('Glue');
    await field.fill('What holds');
    await chat.button(words.saveTitle, list(chat)).click();
    await row(chat, 'What holds').waitFor();
    await chat.reload();
    await showList(chat);
    await row(chat, 'What holds').waitFor();
    expect(await row(chat, 'Glue').count()).toBe(0);
  });

  it('deletes a chat, brings it back, and deletes it for good', async () => {
    const { chat, ids } = await begin(three);
    const { words } = chat;
    await act(chat, 'Glue', words.deleteChat);
    await list(chat).getByText(words.chatDeleted('Glue')).waitFor();
    expect(await row(chat, 'Glue').count()).toBe(0);
    await chat.button(words.undo, list(chat)).click();
    await row(chat, 'Glue').waitFor();
    expect(await isStored(ids[2])).toBe(true);
    await act(chat, 'Glue', words.deleteChat);
    await eventually(() => isStored(ids[2])).toBe(false);
    await chat.button(words.undo, list(chat)).waitFor({ state: 'detached' });
    expect(await rows(chat).count()).toBe(2);
  });

  it('exports a chat as a file', async () => {
    const { chat } = await begin(three);
    const { words } = chat;
    const save = async (format: string) => {
      const [download] = await Promise.all([chat.page.waitForEvent('download'), act(chat, 'Nibs', format)]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    };
    const markdown = await save(words.exportMarkdown);
    expect(markdown.name).toMatch(/\.md$/);
    expect(markdown.text).toContain('Which one?');
    expect(markdown.text).toContain('A broad fountain one.');
    const json = await save(words.exportJson);
    expect(json.name).toMatch(/\.json$/);
    expect(JSON.parse(json.text)).toMatchObject({
      chat: { title: 'Nibs' },
      messages: [{ content: 'Which one?' }, { content: 'A broad fountain one.' }],
    });
  });
});

describe('the list of chats', () => {
  it('brings all of seventy chats, page by page', async () => {
    const chat = await arrive(site);
    const titles = Array.from({ length: 70 }, (_, index) => `Chat number ${String(index + 1)}`);
    await seedChats(
      site,
      chat,
      titles.map((title, index) => ({
        title,
        at: new Date(Date.now() - index * 3_600_000),
        messages: [title],
      })),
    );
    await chat.open();
    await showList(chat);
    await rows(chat).first().waitFor();
    expect(await rows(chat).count()).toBe(30);
    await eventually(async () => {
      await rows(chat).last().scrollIntoViewIfNeeded();
      await chat.page.mouse.wheel(0, 2_000);
      return rows(chat).count();
    }).toBe(70);
    const shown = await rows(chat).allInnerTexts();
    expect(shown.map((text) => text.split('\n')[0])).toEqual(titles);
    expect(await chat.button(chat.words.moreChats).count()).toBe(0);
  });

  /** The list beside an inline chat, with an old chat in it and one that was begun since. */
  async function openBeside() {
    const chat = await arrive(site, {
      body: () =>
        '<div style="inline-size: 1000px; block-size: 600px"><paynless-chat mode="inline"></paynless-chat></div>',
    });
    await seedChats(site, chat, [past('Glue', 2)]);
    await chat.page.keyboard.press('End');
    await chat.button(chat.words.history).click();
    await row(chat, 'Glue').waitFor();
    const titles = async () => (await rows(chat).allInnerTexts()).map((text) => text.split('\n')[0]);
    await chat.button(chat.words.newChat, list(chat)).click();
    await chat.ask('From this tab');
    return { chat, titles };
  }

  it('has news by itself, without being opened again', async () => {
    const { titles } = await openBeside();
    await eventually(titles).toEqual(['From this tab', 'Glue']);
  });

  it('has news of another tab by itself', async () => {
    const { chat, titles } = await openBeside();
    const other = await chat.openTab();
    await other.page.keyboard.press('End');
    await other.log.getByText('From this tab', { exact: true }).waitFor();
    await other.button(other.words.newChat).click();
    await other.ask('From another tab');
    await eventually(titles).toEqual(['From another tab', 'From this tab', 'Glue']);
  });

  it('begins a new chat, and leaves the old one where it was', async () => {
    const chat = await arrive(site);
    await chat.open();
    await chat.ask('An old question');
    await showList(chat);
    await chat.button(chat.words.newChat, list(chat)).click();
    await chat.page.getByText(chat.words.welcome).waitFor();
    expect(await chat.questions.count()).toBe(0);
    await chat.ask('A new question');
    await showList(chat);
    await row(chat, 'An old question').click();
    await chat.questions.getByText('An old question', { exact: true }).waitFor();
  });

  it('is not needed for a link to a chat', async () => {
    const chat = await arrive(site, {
      body: (query) => `<paynless-chat chat-id="${query.get('chat') ?? ''}" open></paynless-chat>`,
    });
    const [, id = ''] = await seedChats(site, chat, three);
    await chat.page.goto(`${chat.page.url()}?chat=${id}`);
    await chat.log.getByText('A broad fountain one.').waitFor();
    const stranger = await arrive(site, {
      body: () => `<paynless-chat chat-id="${id}" open></paynless-chat>`,
    });
    await stranger.page.reload();
    await stranger.page
      .getByRole('alert')
      .getByText(stranger.words.errors['not_found'] ?? '')
      .waitFor();
    expect(await stranger.page.getByText('A broad fountain one.').count()).toBe(0);
  });
});
