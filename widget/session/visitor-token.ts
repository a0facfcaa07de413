import type { VisitorToken } from '../api/send-as-visitor.ts';
import type { KeyValueStorage } from '../stores/key-value-storage.ts';

const key = 'visitor';

/**
 * The signed token by which the worker knows a visitor again. It is opaque here, and worth keeping: with another one
 * the visitor's own conversation is out of reach.
 */
export function createVisitorToken(storage: KeyValueStorage): VisitorToken {
  return {
    get: () => storage.getItem(key),
    set: (token) => {
      if (token !== storage.getItem(key)) storage.setItem(key, token);
    },
  };
}
