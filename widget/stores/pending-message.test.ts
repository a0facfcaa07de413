import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { createPendingMessages, pendingMaxMs, pendingMessageKey } from './pending-message.ts';

const apiUrl = 'https://chat.example';
const pageUrl = 'https://shop.example/paper?x=1#y';
const pending = {
  messageId: id(1),
  message: '<img src=x onerror=alert(1)> "quoted"',
  chatId: id(2),
  parentId: id(3),
  providerId: id(4),
  promptId: null,
};

beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue());
afterEach(() => void vi.restoreAllMocks());

function open(now = 0) {
  const [tab, browser] = [createMemoryStorage(), createMemoryStorage()];
  const clock = { now };
  const messages = createPendingMessages([tab, browser], apiUrl, () => clock.now);
  return { tab, browser, clock, messages };
}

describe('the message that met the limit', () => {
  it('waits as it was meant, to the letter, in this tab and in all of them', () => {
    const { tab, browser, messages } = open();
    messages.keep(pending, pageUrl);
    const kept = { ...pending, apiUrl, pageUrl, createdAt: '1970-01-01T00:00:00.000Z' };
    expect(messages.read()).toEqual(kept);
    for (const storage of [tab, browser]) {
      expect(JSON.parse(storage.getItem(pendingMessageKey) ?? '')).toEqual(kept);
      expect(createPendingMessages([storage], apiUrl, () => 0).read()).toEqual(kept);
    }
  });

  it('is the newest of several, and none when another answer was asked for', () => {
    const { browser, tab, clock, messages } = open();
    messages.keep(pending, pageUrl);
    clock.now = 1;
    createPendingMessages([browser], apiUrl, () => 1).keep({ ...pending, messageId: id(9) }, pageUrl);
    expect(messages.read()?.messageId).toBe(id(9));
    messages.keep({ ...pending, messageId: id(8), message: '' }, pageUrl);
    expect(messages.read()?.messageId).toBe(id(9));
    expect(tab.getItem(pendingMessageKey)).toContain(id(1));
  });

  it('is forgotten everywhere, and no other one with it', () => {
    const { tab, browser, messages } = open();
    messages.keep(pending, pageUrl);
    messages.forget(id(9));
    expect(messages.read()).not.toBeNull();
    messages.forget(pending.messageId);
    expect([messages.read(), tab.getItem(pendingMessageKey), browser.getItem(pendingMessageKey)]).toEqual([null, null, null]); // prettier-ignore
  });

  it('waits for a day', () => {
    const { tab, clock, messages } = open();
    messages.keep(pending, pageUrl);
    clock.now = pendingMaxMs - 1;
    expect(messages.read()).not.toBeNull();
    expect(console.warn).not.toHaveBeenCalled();
    clock.now = pendingMaxMs;
    expect(messages.read()).toBeNull();
    expect(tab.getItem(pendingMessageKey)).toBeNull();
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('older than a day'));
  });

  const kept = { ...pending, apiUrl, pageUrl, createdAt: new Date(0).toISOString() };
  it.each<[string, string]>([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['a list', '[]'],
    ['another chat’s', JSON.stringify({ ...kept, apiUrl: 'https://other.example' })],
    ['an id that is none', JSON.stringify({ ...kept, chatId: '../admin' })],
    ['no words', JSON.stringify({ ...kept, message: ' \u200b' })],
    ['more than can be sent', JSON.stringify({ ...kept, message: 'x'.repeat(8_001) })],
    ['no text', JSON.stringify({ ...kept, message: { toString: 'x' } })],
    ['no time', JSON.stringify({ ...kept, createdAt: 'soon' })],
    ['a time to come', JSON.stringify({ ...kept, createdAt: '2999-01-01T00:00:00.000Z' })],
  ])('is dropped when it is %s, and the console says so without its words', (_what, text) => {
    const { tab, browser, messages } = open();
    tab.setItem(pendingMessageKey, text);
    browser.setItem(pendingMessageKey, text);
    expect(messages.read()).toBeNull();
    expect([tab.getItem(pendingMessageKey), browser.getItem(pendingMessageKey)]).toEqual([null, null]);
    expect(console.warn).toHaveBeenCalledTimes(2);
    expect(console.warn).not.toHaveBeenCalledWith(expect.stringContaining('quoted'));
  });
});
