import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFocus, openByKeys, press, pressUntil } from './by-keys.ts';
import { arrive, type ChatPage, directions } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';
import { daysAgo, seedChats } from './seed-chats.ts';

// The rows of docs/keyboard.md, but for those about messages and the list of chats. Nothing here is done with a pointer.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

describe.each(directions)('from $dir,', (setting) => {
  describe('the page', () => {
    it.each(['Enter', 'Space'])(
      '%s on the launcher opens the chat, with the focus where one writes',
      async (key) => {
        await openByKeys(await arrive(site, { ...setting, as: 'visitor' }), key);
      },
    );
  });

  describe('the chat', () => {
    it('Tab goes through all of it, and Escape closes it, back on the launcher', async () => {
      const chat = await arrive(site, setting);
      const { words, page } = chat;
      await openByKeys(chat);
      for (const target of [
        chat.log,
        chat.button(words.history),
        chat.button(words.makeLarger),
        page.getByRole('separator', { name: words.resizeChat }),
      ])
        await pressUntil(chat, 'Shift+Tab', target);
      for (const target of [chat.log, chat.composer, chat.choice(words.model), chat.choice(words.prompt)])
        await pressUntil(chat, 'Tab', target);
      await press(chat, 'Escape');
      await expectFocus(chat.launcher);
      await chat.panel.waitFor({ state: 'hidden' });
    });
  });

  describe('writing', () => {
    it('Enter sends, Shift+Enter breaks the line, and an input method keeps its Enter and Escape', async () => {
      const chat = await arrive(site, setting);
      await openByKeys(chat);
      await chat.page.keyboard.type('One line');
      await press(chat, 'Shift+Enter');
      await chat.page.keyboard.type('and another');
      expect(await chat.composer.inputValue()).toBe('One line\nand another');
      // As browsers report keys that belong to an input method.
      for (const key of ['Enter', 'Escape'])
        await chat.composer.dispatchEvent('keydown', { key, keyCode: 229, bubbles: true, composed: true });
      expect(await chat.composer.inputValue()).toBe('One line\nand another');
      expect(await chat.panel.isVisible()).toBe(true);
      await press(chat, 'Enter');
      await chat.questions.getByText('One line').waitFor();
      await chat.button(chat.words.send).waitFor();
      await expectFocus(chat.composer);
    });
  });

  describe('the conversation', () => {
    it('Home, End, the arrow keys and the page keys scroll it, and Enter jumps to its end', async () => {
      const chat = await arrive(site, setting);
      const { words } = chat;
      const messages = Array.from({ length: 40 }, (_, index) => `Line ${String(index)}`);
      await seedChats(site, chat, [{ title: 'Long', at: daysAgo(0), messages }]);
      await openByKeys(chat);
      await chat.log.getByText('Line 39').waitFor();
      /** Where it stands, once it has come to rest: keys scroll it smoothly. */
      const top = () =>
        chat.log.evaluate(async (log) => {
          let [last, still] = [-1, 0];
          while (still < 10) {
            await new Promise(requestAnimationFrame);
            still = log.scrollTop === last ? still + 1 : 0;
            last = log.scrollTop;
          }
          return last;
        });
      await chat.log.focus();
      await press(chat, 'Home');
      await eventually(top).toBe(0);
      for (const key of ['ArrowDown', 'PageDown']) {
        const before = await top();
        await press(chat, key);
        await eventually(top).toBeGreaterThan(before);
      }
      for (const key of ['ArrowUp', 'PageUp']) {
        const before = await top();
        await press(chat, key);
        await eventually(top).toBeLessThan(before);
      }
      // What comes into view on the way has its own height only then: the end may be further down by a little.
      const atEnd = async () => {
        await press(chat, 'End');
        await top();
        return chat.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
      };
      await eventually(atEnd).toBeLessThanOrEqual(1);
      expect(await chat.button(words.jumpToLatest).count()).toBe(0);
      await press(chat, 'Home');
      await eventually(top).toBe(0);
      // It is the stop before the one where one writes; from the first message, all others come in between.
      await chat.composer.focus();
      await press(chat, 'Shift+Tab');
      await expectFocus(chat.button(words.jumpToLatest));
      await press(chat, 'Enter');
      await expectFocus(chat.log);
      await chat.button(words.jumpToLatest).waitFor({ state: 'detached' });
    });
  });

  describe('a choice', () => {
    it.each(['Enter', 'Space', 'ArrowDown', 'ArrowUp'])(
      '%s opens it at what is chosen, and Escape leaves it',
      async (key) => {
        const chat = await arrive(site, { ...setting, as: 'visitor' });
        const { words, page } = chat;
        await openByKeys(chat);
        await pressUntil(chat, 'Tab', chat.choice(words.prompt, 'Helpful Assistant'));
        await press(chat, key);
        await expectFocus(page.getByRole('listbox', { name: words.prompt }));
        expect(await active(chat)).toBe('Helpful Assistant');
        await press(chat, 'Escape');
        await expectFocus(chat.choice(words.prompt, 'Helpful Assistant'));
        expect(await chat.panel.isVisible()).toBe(true);
      },
    );

    /** The name of the option that the keys are at. */
    async function active({ page }: ChatPage): Promise<string> {
      const list = page.getByRole('listbox');
      return list.evaluate((element) => {
        const root = element.getRootNode();
        const id = element.getAttribute('aria-activedescendant') ?? '';
        const option = root instanceof ShadowRoot ? root.getElementById(id) : null;
        return option instanceof HTMLElement ? (option.innerText.trim().split('\n')[0] ?? '') : '';
      });
    }

    it('the arrow keys, Home, End and letters go through it; Enter and Space choose, Tab leaves', async () => {
      const chat = await arrive(site, { ...setting, as: 'visitor' });
      const { words, page } = chat;
      await openByKeys(chat);
      const [helpful, code, pirate] = ['Helpful Assistant', 'Code Generator', 'Pirate Translator'] as const;
      await pressUntil(chat, 'Tab', chat.choice(words.prompt));
      await press(chat, 'Enter');
      await expectFocus(page.getByRole('listbox', { name: words.prompt }));
      const texts = await page.getByRole('option').allInnerTexts();
      const options = texts.map((text) => text.trim().split('\n')[0]);
      expect(options.toSorted()).toEqual([code, helpful, pirate]);
      const steps = [
        ['Home', options[0]],
        ['ArrowDown', options[1]],
        ['End', options[2]],
        ['ArrowUp', options[1]],
        ['p', pirate],
      ] as const;
      for (const [key, name] of steps) {
        await press(chat, key);
        await eventually(() => active(chat)).toBe(name);
      }
      await press(chat, 'Enter');
      await expectFocus(chat.choice(words.prompt, pirate));
      await press(chat, 'Enter');
      await expectFocus(page.getByRole('listbox', { name: words.prompt }));
      await page.keyboard.type('code');
      await eventually(() => active(chat)).toBe(code);
      await press(chat, 'Enter');
      await expectFocus(chat.choice(words.prompt, code));
      await press(chat, 'Enter');
      await expectFocus(page.getByRole('listbox'));
      await press(chat, 'Home', 'Space');
      await expectFocus(chat.choice(words.prompt, options[0]));
      await press(chat, 'Enter');
      await expectFocus(page.getByRole('listbox'));
      await press(chat, 'Shift+Tab');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      await expectFocus(chat.choice(words.model));
    });
  });
});
