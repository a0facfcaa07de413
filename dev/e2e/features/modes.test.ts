import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrive, type ChatPage, directions } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { hasFocus } from './has-focus.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';
import { daysAgo, seedChats } from './seed-chats.ts';

// Where the chat stands on a page, and how it gets along with it.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

/** Where something is in the window, in CSS pixels. */
async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not shown');
  return box;
}

const scrolledBy = ({ page }: ChatPage) => page.evaluate(() => scrollY);

/** A chat that is longer than any window. */
const long = {
  title: 'A long one',
  at: daysAgo(1),
  messages: Array.from({ length: 40 }, (_, n) => `Line ${String(n)}`),
};

describe.each(directions)('on a page that is read from $dir,', (setting) => {
  it('the launcher and its panel stand at the end side', async () => {
    const chat = await arrive(site, setting);
    const { width: windowWidth } = chat.page.viewportSize()!;
    const gapOf = async (locator: Locator) => {
      const { x, width } = await boxOf(locator);
      return setting.dir === 'rtl' ? x : windowWidth - x - width;
    };
    await chat.launcher.waitFor();
    expect(await gapOf(chat.launcher)).toBeLessThan(60);
    await chat.open();
    await eventually(() => gapOf(chat.panel)).toBeLessThan(60);
    // A person's own words stand at the end side of it too.
    await chat.ask('Where am I?');
    const [question, answer] = [
      await boxOf(chat.questions.getByText('Where am I?')),
      await boxOf(chat.answers),
    ];
    const end = (box: { x: number; width: number }) => (setting.dir === 'rtl' ? -box.x : box.x + box.width);
    expect(question.width).toBeLessThan(answer.width);
    expect(Math.abs(end(question) - end(answer))).toBeLessThan(12);
  });

  it('the panel is made larger by its corner, with the keys, and stays so', async () => {
    const chat = await arrive(site, setting);
    const { page, words } = chat;
    await chat.open();
    const handle = page.getByRole('separator', { name: words.resizeChat });
    await eventually(async () => (await boxOf(chat.panel)).width).toBe(400);
    const first = await boxOf(chat.panel);
    const corner = await boxOf(handle);
    const [x, y] = [corner.x + corner.width / 2, corner.y + corner.height / 2];
    const outward = setting.dir === 'rtl' ? 100 : -100;
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + outward, y - 60, { steps: 5 });
    await page.mouse.up();
    const pulled = await boxOf(chat.panel);
    expect(pulled).toMatchObject({ width: first.width + 100, height: first.height + 60 });

    // Escape lets go of a pull, and of nothing else.
    const moved = await boxOf(handle);
    await page.mouse.move(moved.x + moved.width / 2, moved.y + moved.height / 2);
    await page.mouse.down();
    await page.mouse.move(x, y, { steps: 5 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await boxOf(chat.panel)).toEqual(pulled);

    await handle.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(setting.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft');
    const stepped = await boxOf(chat.panel);
    expect(stepped).toMatchObject({ width: pulled.width + 16, height: pulled.height - 16 });

    await chat.reload();
    await eventually(() => boxOf(chat.panel)).toEqual(stepped);
    await handle.focus();
    await page.keyboard.press('Enter');
    await eventually(() => boxOf(chat.panel)).toEqual(first);
    await chat.button(words.makeLarger).press('Enter');
    await eventually(async () => (await boxOf(chat.panel)).width).toBe(720);
    await chat.button(words.makeSmaller).press('Space');
    await eventually(() => boxOf(chat.panel)).toEqual(first);
  });

  it('it fills the screen of a phone, and only the chat can be reached then', async () => {
    const chat = await arrive(site, setting);
    const { page, words } = chat;
    await page.setViewportSize({ width: 390, height: 844 });
    await chat.open();
    await eventually(() => boxOf(chat.panel)).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    expect(await chat.panel.getAttribute('aria-modal')).toBe('true');
    expect(await page.getByRole('separator', { name: words.resizeChat }).count()).toBe(0);
    const { y, height } = await boxOf(chat.composer);
    expect(y + height).toBeLessThanOrEqual(844);
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press(presses < 6 ? 'Tab' : 'Shift+Tab');
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('paynless-chat');
    }
    await chat.ask('On a small screen');
    const answer = await boxOf(chat.answers);
    expect(answer.x).toBeGreaterThanOrEqual(0);
    expect(answer.x + answer.width).toBeLessThanOrEqual(390);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await chat.close();
  });

  it('starters begin a conversation below its welcome', async () => {
    const chat = await arrive(site, { ...setting, starters: ['How do I begin?', 'What else?'] });
    await chat.open();
    await chat.page.getByText(chat.words.welcome).waitFor();
    expect(await chat.button('What else?').isVisible()).toBe(true);
    await chat.button('How do I begin?').click();
    await chat.answerTo('How do I begin?');
    expect(await chat.button('What else?').count()).toBe(0);
    expect(await chat.page.getByText(chat.words.welcome).count()).toBe(0);
  });

  it('a reader who scrolled up is left there, and is told what has come', async () => {
    const chat = await arrive(site, setting);
    const { words } = chat;
    await seedChats(site, chat, [long]);
    await chat.open();
    await chat.log.getByText('Line 39').waitFor();
    const jump = chat.button(words.jumpToLatest);
    expect(await jump.count()).toBe(0);
    await chat.log.hover();
    await chat.page.mouse.wheel(0, -1_500);
    await jump.waitFor();
    const other = await chat.openTab();
    await other.open();
    // Who writes before the latest chat has come begins a new one.
    await other.log.getByText('Line 39').waitFor();
    await other.ask('From the other tab');
    await chat.button(words.newMessages(2)).waitFor();
    expect(await chat.log.getByText('“From the other tab”').isVisible()).toBe(true);
    const distance = () =>
      chat.log.evaluate(
        ({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop,
      );
    expect(await distance()).toBeGreaterThan(500);
    await chat.button(words.newMessages(2)).click();
    await eventually(distance).toBeLessThanOrEqual(1);
    expect(await chat.button(words.newMessages(2)).count()).toBe(0);
  });
});

describe('a page with a chat', () => {
  it('says on the launcher how many answers nobody has seen', async () => {
    const chat = await arrive(site);
    const { words } = chat;
    await chat.open();
    site.gate.pause('slow, while nobody looks');
    await chat.send('slow, while nobody looks');
    await chat.log.getByText('Streaming lets a reader begin').waitFor();
    await chat.close();
    site.gate.resume('slow, while nobody looks');
    const unread = chat.button(`${words.openChat}, ${words.unreadMessages(1)}`);
    await unread.waitFor();
    await chat.open();
    await chat.log.getByText('That was the slow answer.').waitFor();
    await chat.close();
    await chat.button(words.openChat).waitFor();
  });

  it('is not scrolled by it, wherever its reader is', async () => {
    const chat = await arrive(site, {
      body: () => '<paynless-chat mode="inline"></paynless-chat><paynless-chat></paynless-chat>',
    });
    await chat.launcher.waitFor();
    expect(await scrolledBy(chat)).toBe(0);
    await chat.page.mouse.wheel(0, 700);
    await eventually(() => scrolledBy(chat)).toBe(700);
    await chat.launcher.click();
    await chat.composer.waitFor();
    expect(await scrolledBy(chat)).toBe(700);
    await chat.close();
    expect(await scrolledBy(chat)).toBe(700);
  });

  it('gives it the focus when it opens, and has it back where it was', async () => {
    const chat = await arrive(site);
    await chat.open();
    await eventually(() => hasFocus(chat.composer)).toBe(true);
    await chat.page.keyboard.press('Escape');
    await chat.launcher.waitFor();
    await eventually(() => hasFocus(chat.launcher)).toBe(true);
  });

  it('can have two of them, which share nothing', async () => {
    const chat = await arrive(site, {
      body: () =>
        '<section aria-label="One"><paynless-chat mode="inline"></paynless-chat></section>' +
        '<section aria-label="Two"><paynless-chat mode="inline"></paynless-chat></section>',
    });
    const { page, words } = chat;
    const within = (name: string) => page.getByRole('region', { name, exact: true });
    const say = async (name: string, text: string) => {
      const field = within(name).getByRole('textbox', { name: words.messageLabel });
      await field.fill(text);
      await field.press('Enter');
      await within(name).getByRole('log').getByText(`“${text}”`).waitFor();
      await chat.button(words.send, within(name)).waitFor();
    };
    await page.keyboard.press('End');
    await say('One', 'Said to the first');
    expect(await within('Two').getByRole('article').count()).toBe(0);
    await say('Two', 'Said to the second');
    await page.reload();
    await page.keyboard.press('End');
    for (const [name, own, foreign] of [
      ['One', 'Said to the first', 'Said to the second'],
      ['Two', 'Said to the second', 'Said to the first'],
    ] as const) {
      await within(name).getByText(`“${own}”`).waitFor();
      expect(await within(name).getByText(foreign).count()).toBe(0);
    }
  });

  it('may move it, and nothing is lost or asked for again', async () => {
    const chat = await arrive(site, { body: () => '<paynless-chat></paynless-chat><aside></aside>' });
    const { page } = chat;
    await chat.open();
    await chat.ask('Stay with me');
    await chat.composer.fill('Half a thought');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate(() => {
      const element = document.querySelector('paynless-chat');
      if (element) document.querySelector('aside')?.append(element);
    });
    await chat.log.getByText('“Stay with me”').waitFor();
    expect(await chat.composer.inputValue()).toBe('Half a thought');
    expect(asked.filter((path) => path.startsWith('/api/chat'))).toEqual([]);
    await chat.ask('And after');
    expect(await chat.questions.count()).toBe(2);
  });

  it.each([
    ['de', 'ltr', 'Chat öffnen', 'Nachricht'],
    ['ja', 'ltr', 'チャットを開く', 'メッセージ'],
    ['ar', 'rtl', 'فتح الدردشة', 'الرسالة'],
  ] as const)('is spoken to in its language: %s', async (lang, dir, open, message) => {
    const chat = await arrive(site, { as: 'visitor', lang, dir });
    const { page, words } = chat;
    await chat.button(open).click();
    await page.getByRole('textbox', { name: message, exact: true }).waitFor();
    await page.getByText(words.welcome).waitFor();
    await chat.ask('Hallo');
    await page.getByText(words.freeMessagesLeft({ remaining: 2, limit: 3 })).waitFor();
    expect(await chat.panel.evaluate((panel) => getComputedStyle(panel).direction)).toBe(dir);
  });

  it('finds what was chosen by keyboard alone, after a reload too', async () => {
    const chat = await arrive(site);
    const { page, words } = chat;
    await chat.open();
    await chat.choice(words.model, 'GPT-6 Luna').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('listbox', { name: words.model }).waitFor();
    await page.getByRole('option', { name: /Claude Haiku 5\.5.*Quick and well-spoken/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await chat.choice(words.model, 'Claude Haiku 5.5').waitFor();
    await chat.choice(words.prompt, 'Helpful Assistant').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('listbox', { name: words.prompt }).waitFor();
    await page.keyboard.press('p');
    await page.keyboard.press('Enter');
    await chat.choice(words.prompt, 'Pirate Translator').waitFor();
    await chat.ask('Hello, friend');
    await chat.log.getByText('Arr!').waitFor();
    await chat.reload();
    await chat.choice(words.model, 'Claude Haiku 5.5').waitFor();
    await chat.choice(words.prompt, 'Pirate Translator').waitFor();
  });
});
