import { describe, expect, it } from 'vitest';
import { isKnownHere } from './is-known-here.ts';

const prefix = 'paynless:https://chat.example:';

describe('isKnownHere', () => {
  it.each([
    ['something of this chat', { [`${prefix}visitor`]: 'x' }, true],
    ['a session of supabase-js', { 'sb-project-auth-token': '{}' }, true],
    ['a session of supabase-js in pieces', { 'sb-project-auth-token.0': '{' }, true],
    ['nothing', {}, false],
    ['something of the page', { theme: 'dark', 'sb-theme': '1' }, false],
    ['something of another chat', { 'paynless:https://other.example:visitor': 'x' }, false],
  ])('is told by %s', (_, stored, isKnown) => {
    expect(isKnownHere(() => stored, prefix)).toBe(isKnown);
  });

  it('is false where storage throws', () => {
    const getStorage = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    expect(isKnownHere(getStorage, prefix)).toBe(false);
  });
});
