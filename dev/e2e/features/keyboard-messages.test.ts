import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFocus, openByKeys, press, pressUntil } from './by-keys.ts';
import { arrive, type ChatPage, directions } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';
import { daysAgo, seedChats } from './seed-chats.ts';

// The rows of docs/keyboard.md about messages and about the list of chats. Nothing here is done with a pointer.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

describe.each(directions)('a message, from $dir:', (setting) => {
  const [forward, back] = setting.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];

  it('the arrow keys, Home and End go along its row, which is one stop of Tab', async () => {
    const chat = await arrive(site, setting);
    const { words } = chat;
    await openByKeys(chat);
    await chat.ask('A row of buttons');
    const row = chat.answers.getByRole('toolbar', { name: words.messageActions });
    const [copy, again, details] = [words.copyMessage, words.regenerate, words.details].map((name) =>
      chat.button(name, row),
    );
    await pressUntil(chat, 'Shift+Tab', copy!);
    await press(chat, forward);
    await expectFocus(again!);
    await press(chat, back);
    await expectFocus(copy!);
    await press(chat, 'End');
    await expectFocus(details!);
    await press(chat, 'Tab');
    await expectFocus(chat.composer);
    await press(chat, 'Shift+Tab');
    await expectFocus(details!);
    await press(chat, 'Home');
    await expectFocus(copy!);
    await pressUntil(chat, 'Shift+Tab', chat.button(words.copyMessage, chat.questions));
  });
});

describe('a message', () => {
  /** Somebody with an answer, and the focus on one of the buttons below it. */
  async function begin(name: (chat: ChatPage) => string): Promise<ChatPage> {
    const chat = await arrive(site);
    await openByKeys(chat);
    await chat.ask('Something to act on');
    await pressUntil(chat, 'Shift+Tab', chat.button(chat.words.copyMessage, chat.answers));
    await pressUntil(chat, 'ArrowRight', chat.button(name(chat), chat.answers));
    return chat;
  }

  it('Enter and Space show what there is to know of an answer; Escape puts it away, and only it', async () => {
    const chat = await begin(({ words }) => words.details);
    const details = chat.log.getByRole('group', { name: chat.words.details });
    for (const key of ['Enter', 'Space']) {
      await press(chat, key);
      await details.waitFor();
      await press(chat, 'Escape');
      await details.waitFor({ state: 'detached' });
      await expectFocus(chat.button(chat.words.details));
    }
    expect(await chat.panel.isVisible()).toBe(true);
  });

  it.each(['Enter', 'Space'])('%s copies it', async (key) => {
    const chat = await begin(({ words }) => words.copyMessage);
    await press(chat, key);
    const copied = () => chat.page.evaluate(() => navigator.clipboard.readText());
    await eventually(copied).toContain('You wrote “Something to act on”');
  });

  it('Enter asks for another answer, and Enter and Space go through the versions', async () => {
    const chat = await begin(({ words }) => words.regenerate);
    const { words } = chat;
    const version = (position: number) =>
      chat.log.getByRole('group', { name: words.versionOf(position, 2), exact: true });
    await press(chat, 'Enter');
    await version(2).waitFor();
    await chat.button(words.send).waitFor();
    await expectFocus(chat.log);
    await pressUntil(chat, 'Tab', chat.button(words.previousVersion));
    await press(chat, 'Enter');
    await version(1).waitFor();
    await expectFocus(chat.button(words.previousVersion));
    await press(chat, 'ArrowRight', 'Space');
    await version(2).waitFor();
    await expectFocus(chat.button(words.nextVersion));
  });

  it('Enter opens the models to answer again with, and goes into them; Escape leaves them', async () => {
    const chat = await begin(({ words }) => words.regenerateWith);
    const models = chat.log.getByRole('group', { name: chat.words.regenerateWith }).getByRole('button');
    await press(chat, 'Enter');
    await expectFocus(models.first());
    await press(chat, 'Escape');
    await expectFocus(chat.button(chat.words.regenerateWith));
    await press(chat, 'Enter');
    await expectFocus(models.first());
    await press(chat, 'Tab', 'Enter');
    await chat.log.getByRole('group', { name: chat.words.versionOf(2, 2) }).waitFor();
  });

  it('Enter on a thumb rates, and goes into the comment of a bad one; Escape leaves it', async () => {
    const chat = await begin(({ words }) => words.badAnswer);
    const { words, page } = chat;
    const field = page.getByRole('textbox', { name: words.feedbackComment });
    await press(chat, 'Enter');
    await expectFocus(field);
    await press(chat, 'Escape');
    await expectFocus(chat.button(words.badAnswer));
    expect(await chat.button(words.badAnswer).getAttribute('aria-pressed')).toBe('true');
    await press(chat, 'Enter', 'Enter');
    await expectFocus(field);
    await page.keyboard.type('Too short');
    await pressUntil(chat, 'Tab', chat.button(words.sendFeedback));
    await press(chat, 'Enter');
    await chat.said(words.feedbackThanks).waitFor({ state: 'attached' });
    await expectFocus(chat.button(words.badAnswer));
  });

  it('Enter sends a changed message, Shift+Enter breaks its line, Escape leaves it as it was', async () => {
    const chat = await begin(({ words }) => words.copyMessage);
    const { words, page } = chat;
    const edit = chat.button(words.editMessage, chat.questions);
    const field = page.getByRole('textbox', { name: words.editLabel });
    await pressUntil(chat, 'Shift+Tab', chat.button(words.copyMessage, chat.questions));
    await pressUntil(chat, 'ArrowRight', edit);
    await press(chat, 'Enter');
    await expectFocus(field);
    await page.keyboard.type(' or not');
    await press(chat, 'Escape');
    await expectFocus(edit);
    await press(chat, 'Enter', 'ControlOrMeta+a');
    await page.keyboard.type('One');
    await press(chat, 'Shift+Enter');
    await page.keyboard.type('Two');
    expect(await field.inputValue()).toBe('One\nTwo');
    await press(chat, 'Enter');
    await chat.log.getByRole('group', { name: words.versionOf(2, 2) }).waitFor();
    await chat.button(words.send).waitFor();
    await expectFocus(chat.log);
    expect(await chat.questions.innerText()).toContain('One\nTwo');
  });
});

describe('the list of chats', () => {
  /** Somebody with three chats, and the focus in their search. */
  async function begin() {
    const chat = await arrive(site);
    const { words, page } = chat;
    const titles = ['Ink', 'Nibs', 'Glue'];
    await seedChats(
      site,
      chat,
      titles.map((title, index) => ({ title, at: daysAgo(index), messages: [`Said in ${title}`] })),
    );
    await openByKeys(chat);
    await chat.log.getByText('Said in Ink').waitFor();
    await pressUntil(chat, 'Shift+Tab', chat.button(words.history));
    await press(chat, 'Enter');
    const list = page.getByRole('region', { name: words.history });
    const search = list.getByRole('searchbox', { name: words.searchChats });
    await expectFocus(search);
    const row = (title: string) => list.getByRole('button', { name: new RegExp(`^${title} `) });
    await row('Ink').waitFor();
    return { chat, words, list, search, row };
  }

  it('the arrow keys, Home and End go from chat to chat, and Enter opens one', async () => {
    const { chat, search, row } = await begin();
    const steps = [
      ['ArrowDown', row('Ink')],
      ['ArrowDown', row('Nibs')],
      ['ArrowUp', row('Ink')],
      ['End', row('Glue')],
      ['Home', row('Ink')],
      ['ArrowUp', search],
    ] as const;
    for (const [key, target] of steps) {
      await press(chat, key);
      await expectFocus(target);
    }
    await press(chat, 'ArrowDown', 'ArrowDown', 'Enter');
    await chat.log.getByText('Said in Nibs').waitFor();
  });

  it('F2 renames: Enter keeps the name, Escape the old one', async () => {
    const { chat, words, list, row } = await begin();
    const field = list.getByRole('textbox', { name: words.chatTitle });
    await press(chat, 'ArrowDown', 'F2');
    await expectFocus(field);
    await chat.page.keyboard.type('Not this');
    await press(chat, 'Escape');
    await expectFocus(row('Ink'));
    await press(chat, 'F2');
    await expectFocus(field);
    await chat.page.keyboard.type('Black ink');
    await press(chat, 'Enter');
    await expectFocus(row('Black ink'));
  });

  it('Delete takes a chat away, and what brings it back is a few stops of Tab further', async () => {
    const { chat, words, list, row } = await begin();
    await press(chat, 'ArrowDown', 'ArrowDown', 'Delete');
    await expectFocus(row('Glue'));
    expect(await row('Nibs').count()).toBe(0);
    await pressUntil(chat, 'Tab', chat.button(words.undo, list));
    await press(chat, 'Enter');
    await row('Nibs').waitFor();
    await expectFocus(row('Nibs'));
  });

  it('Escape leaves what is open of a chat, then the search, then the list, then the chat', async () => {
    const { chat, words, list, search, row } = await begin();
    await chat.page.keyboard.type('Nib');
    await eventually(() => list.getByRole('listitem').count()).toBe(1);
    await press(chat, 'ArrowDown', 'Tab', 'Enter');
    const actions = list.getByRole('group', { name: words.chatActions('Nibs') });
    await actions.waitFor();
    await press(chat, 'Escape');
    await expectFocus(row('Nibs'));
    expect(await actions.count()).toBe(0);
    await press(chat, 'ArrowUp');
    await expectFocus(search);
    await press(chat, 'Escape');
    expect(await search.inputValue()).toBe('');
    await press(chat, 'Escape');
    await expectFocus(chat.button(words.history));
    expect(await list.count()).toBe(0);
    await press(chat, 'Escape');
    await expectFocus(chat.launcher);
  });
});
