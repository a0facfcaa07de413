import type { Locator } from 'playwright-core';
import type { ChatPage } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { hasFocus } from './has-focus.ts';

// What somebody does who has no pointer.

/** Waits until something has the focus. */
export async function expectFocus(locator: Locator): Promise<void> {
  await eventually(() => hasFocus(locator)).toBe(true);
}

/** Presses keys, one after another. */
export async function press({ page }: ChatPage, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses Tab, or another key, until something has the focus. */
export async function pressUntil(chat: ChatPage, key: string, target: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if (await hasFocus(target)) return;
    await press(chat, key);
  }
  throw new Error(`${key} does not lead there`);
}

/** Opens the chat as somebody without a pointer does. */
export async function openByKeys(chat: ChatPage, key = 'Enter'): Promise<void> {
  await chat.launcher.waitFor();
  await pressUntil(chat, 'Tab', chat.launcher);
  await press(chat, key);
  await expectFocus(chat.composer);
}
