import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createDrafts } from './drafts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp(storage = createMemoryStorage()) {
  const who: { person: string | null } = { person: 'ann' };
  const open = () => createDrafts({ storage, getPerson: () => who.person });
  return { storage, who, open, drafts: open() };
}

describe('a draft', () => {
  it('is there again after a reload, for its chat, its place and its person alone', () => {
    const { drafts, open, who } = setUp();
    drafts.write('chat-1', '0', 'Hello');
    drafts.write(null, '0', 'New here');
    drafts.write(null, '1', 'New there');
    drafts.flush();
    const again = open();
    const all = () =>
      [['chat-1', '0'], ['chat-1', '1'], ['chat-2', '0'], [null, '0'], [null, '1']] // prettier-ignore
        .map(([chatId, place]) => again.read(chatId ?? null, place ?? ''));
    expect(all()).toEqual(['Hello', 'Hello', '', 'New here', 'New there']);
    who.person = 'bob';
    expect(all()).toEqual(['', '', '', '', '']);
  });

  it('is stored 300 ms after the last word, and read before that', () => {
    const { drafts, storage, open } = setUp();
    const setItem = vi.spyOn(storage, 'setItem');
    for (const text of ['H', 'He', 'Hey']) {
      drafts.write('chat-1', '0', text);
      vi.advanceTimersByTime(299);
    }
    expect(setItem).not.toHaveBeenCalled();
    expect(drafts.read('chat-1', '0')).toBe('Hey');
    vi.advanceTimersByTime(1);
    expect(setItem).toHaveBeenCalledTimes(1);
    expect(open().read('chat-1', '0')).toBe('Hey');
  });

  it('is gone when it is empty, and leaves nothing in the storage', () => {
    const { drafts, storage, open } = setUp();
    drafts.write('chat-1', '0', 'Hello');
    drafts.flush();
    drafts.write('chat-1', '0', '');
    expect(drafts.read('chat-1', '0')).toBe('');
    drafts.flush();
    expect(open().read('chat-1', '0')).toBe('');
    expect(storage.getItem('drafts')).toBeNull();
  });

  it('is stored once: what went out at the end is not written again', () => {
    const { drafts, storage } = setUp();
    const setItem = vi.spyOn(storage, 'setItem');
    drafts.write('chat-1', '0', 'Hello');
    drafts.flush();
    drafts.flush();
    vi.runAllTimers();
    expect(setItem).toHaveBeenCalledTimes(1);
  });

  it('touches no storage before something is written', () => {
    const { drafts, storage } = setUp();
    const spies = [vi.spyOn(storage, 'setItem'), vi.spyOn(storage, 'removeItem')];
    drafts.read(null, '0');
    drafts.flush();
    vi.runAllTimers();
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('of somebody who is not known yet waits in memory, and is theirs when they are', () => {
    const { drafts, storage, who, open } = setUp();
    who.person = null;
    drafts.write('chat-1', '0', 'Hello');
    vi.runAllTimers();
    expect(storage.getItem('drafts')).toBeNull();
    expect(drafts.read('chat-1', '0')).toBe('Hello');
    who.person = 'bob';
    expect(drafts.read('chat-1', '0')).toBe('Hello');
    drafts.flush();
    expect(open().read('chat-1', '0')).toBe('Hello');
    who.person = 'ann';
    expect(open().read('chat-1', '0')).toBe('');
  });

  it('belongs to who wrote it, also when somebody else signs in before it is stored', () => {
    const { drafts, who, open } = setUp();
    drafts.write('chat-1', '0', "Ann's");
    who.person = 'bob';
    drafts.write('chat-1', '0', "Bob's");
    vi.runAllTimers();
    expect(open().read('chat-1', '0')).toBe("Bob's");
    who.person = 'ann';
    expect(open().read('chat-1', '0')).toBe("Ann's");
  });
});

describe('the store of drafts', () => {
  it('keeps the 20 that were written last', () => {
    const { drafts, open } = setUp();
    for (let number = 1; number <= 25; number += 1) {
      drafts.write(`chat-${String(number)}`, '0', 'Hello');
      if (number % 3 === 0) drafts.flush();
    }
    drafts.write('chat-6', '0', 'Again');
    drafts.flush();
    const kept = [...Array(25).keys()].filter(
      (index) => open().read(`chat-${String(index + 1)}`, '0') !== '',
    );
    expect(kept.map((index) => index + 1)).toEqual([
      6,
      ...Array.from({ length: 19 }, (_, index) => index + 7),
    ]);
  });

  it('is shared by tabs: the last write of a chat wins, and nobody loses what another wrote elsewhere', () => {
    const { open } = setUp();
    const [one, other] = [open(), open()];
    one.write('chat-1', '0', 'From one');
    other.write('chat-2', '0', 'From the other');
    one.flush();
    other.flush();
    one.write('chat-3', '0', 'From one');
    other.write('chat-3', '0', 'From the other');
    other.flush();
    one.write('chat-1', '0', '');
    one.flush();
    const read = (chatId: string) => open().read(chatId, '0');
    expect(['chat-1', 'chat-2', 'chat-3'].map(read)).toEqual(['', 'From the other', 'From one']);
  });

  it('forgets what was written in a chat that is gone, and nothing else', () => {
    const { drafts, open } = setUp();
    drafts.write('chat-1', '0', 'Hello');
    drafts.write('chat-2', '0', 'Hi');
    drafts.flush();
    drafts.write('chat-1', '0', 'Hello, not stored yet');
    drafts.forget('chat-1');
    drafts.flush();
    for (const one of [drafts, open()])
      expect(['chat-1', 'chat-2'].map((chatId) => one.read(chatId, '0'))).toEqual(['', 'Hi']);
  });

  it('keeps each draft that is one beside entries that are none', () => {
    const good = { person: 'ann', chat: 'chat-1', text: 'Hello' };
    const found = [
      null,
      { ...good, text: 7 },
      good,
      'x',
      { ...good, chat: 'chat-3', text: 'x'.repeat(16_001) },
    ];
    const { drafts, open } = setUp(createMemoryStorage({ drafts: JSON.stringify(found) }));
    expect(['chat-1', 'chat-3'].map((chatId) => drafts.read(chatId, '0'))).toEqual(['Hello', '']);
    drafts.write('chat-2', '0', 'Hi');
    drafts.flush();
    expect(['chat-1', 'chat-2'].map((chatId) => open().read(chatId, '0'))).toEqual(['Hello', 'Hi']);
  });

  it('throws nothing into the page when the storage fails, and remembers as long as the page lives', () => {
    const fail = () => {
      throw new DOMException('No', 'SecurityError');
    };
    const { drafts } = setUp({ getItem: fail, setItem: fail, removeItem: fail });
    drafts.write('chat-1', '0', 'Hello');
    vi.runAllTimers();
    expect(drafts.read('chat-1', '0')).toBe('Hello');
    drafts.forget('chat-1');
    drafts.flush();
    expect(drafts.read('chat-1', '0')).toBe('');
  });

  it.each(['', '{', 'null', '"x"', '[{"person":"ann","chat":"chat-1","text":7}]', '{"ann":{}}'])(
    'begins anew when what is stored is none of ours: %s',
    (text) => {
      const { drafts, open } = setUp(createMemoryStorage({ drafts: text }));
      expect(drafts.read('chat-1', '0')).toBe('');
      drafts.write('chat-1', '0', 'Hello');
      drafts.flush();
      expect(open().read('chat-1', '0')).toBe('Hello');
    },
  );

  it("takes no more of the page's storage than a message needs", () => {
    const { drafts, storage } = setUp();
    drafts.write('chat-1', '0', 'x'.repeat(1_000_000));
    drafts.flush();
    expect(storage.getItem('drafts')?.length).toBeLessThan(17_000);
  });
});
