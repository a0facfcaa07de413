import * as v from 'valibot';
import { afterEach, expect, it, vi } from 'vitest';
import { Uuid } from '../../protocol/uuid.ts';
import { newId } from './new-id.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('makes a random UUID on a page without a secure context too', () => {
  const original = globalThis.crypto;
  vi.stubGlobal('crypto', {
    getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => original.getRandomValues(bytes),
  });
  const ids = Array.from({ length: 200 }, newId);
  for (const id of ids) {
    expect(v.is(Uuid, id)).toBe(true);
    expect(id).toMatch(/^.{14}4.{4}[89ab]/);
  }
  expect(new Set(ids).size).toBe(ids.length);
});
