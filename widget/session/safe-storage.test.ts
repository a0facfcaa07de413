import { describe, expect, it } from 'vitest';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createSafeStorage } from './safe-storage.ts';

const refuse = () => {
  throw new DOMException('denied', 'SecurityError');
};

describe('safe storage', () => {
  it("keeps values in the page's storage, under its prefix", () => {
    const page = createMemoryStorage();
    const storage = createSafeStorage(() => page, 'paynless:');
    storage.setItem('chat', '1');
    expect(page.getItem('paynless:chat')).toBe('1');
    expect(storage.getItem('chat')).toBe('1');
    storage.removeItem('chat');
    expect(page.getItem('paynless:chat')).toBeNull();
  });

  it.each<[string, () => KeyValueStorage]>([
    ['can not be reached', refuse],
    ['throws on every use', () => ({ getItem: refuse, setItem: refuse, removeItem: refuse })],
    ['is full', () => ({ ...createMemoryStorage(), setItem: refuse })],
  ])('remembers for as long as the page lives where storage %s', (_name, getStorage) => {
    const storage = createSafeStorage(getStorage);
    expect(storage.getItem('chat')).toBeNull();
    storage.setItem('chat', '1');
    expect(storage.getItem('chat')).toBe('1');
    storage.removeItem('chat');
    expect(storage.getItem('chat')).toBeNull();
  });

  it('reads what another tab has written since', () => {
    const page = createMemoryStorage();
    const storage = createSafeStorage(() => page);
    storage.setItem('chat', '1');
    page.setItem('chat', '2');
    expect(storage.getItem('chat')).toBe('2');
  });
});
