import type { KeyValueStorage } from '../stores/key-value-storage.ts';

/**
 * Storage that works on any page: where the browser's throws (blocked cookies, a sandboxed frame, a full disk) it keeps
 * values in memory, so that nothing else has to know.
 * @param getStorage asked on every call, because reading `window.localStorage` may itself throw
 * @param prefix put before every key, so that two deployments on one site keep apart
 */
export function createSafeStorage(getStorage: () => KeyValueStorage, prefix = ''): KeyValueStorage {
  const memory = new Map<string, string>();

  function attempt<Result>(use: (storage: KeyValueStorage) => Result): Result | null {
    try {
      return use(getStorage());
    } catch {
      return null;
    }
  }

  return {
    getItem: (key) => memory.get(prefix + key) ?? attempt((storage) => storage.getItem(prefix + key)),
    setItem(key, value) {
      const isStored = attempt((storage) => {
        storage.setItem(prefix + key, value);
        return true;
      });
      // Memory wins over storage when read, so it holds only what storage refused.
      if (isStored) memory.delete(prefix + key);
      else memory.set(prefix + key, value);
    },
    removeItem(key) {
      memory.delete(prefix + key);
      attempt((storage) => {
        storage.removeItem(prefix + key);
      });
    },
  };
}
