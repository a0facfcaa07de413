import { describe, expect, it } from 'vitest';
import { problems } from '../../protocol/errors.ts';
import { createTranslate } from './create-translate.ts';
import { en } from './en.ts';

const stringsOf = (texts: object) => Object.values(texts).filter((text) => typeof text === 'string');

describe('the words', () => {
  it.each(Object.keys(problems))('has a text for %s', (code) => {
    expect(Object.hasOwn(en.errors, code)).toBe(true);
  });

  it('says what happened, what was kept and what to do next, in sentences without exclamation marks', () => {
    for (const text of stringsOf(en.errors)) {
      expect(text.match(/[.?]( |$)/g)?.length, text).toBeGreaterThanOrEqual(2);
    }
    for (const text of [...stringsOf(en), ...stringsOf(en.errors)]) expect(text).not.toContain('!');
  });

  it.each([
    [2, 3, '2 of 3 free messages left'],
    [0, 1, '0 of 1 free message left'],
    [1_000, 1_200, '1,000 of 1,200 free messages left'],
  ])('counts %i of %i', (remaining, limit, text) => {
    expect(en.freeMessagesLeft({ remaining, limit })).toBe(text);
  });

  it('knows one character from two', () => {
    expect([en.charactersOver(1), en.charactersOver(2)]).toEqual([
      '1 character too long',
      '2 characters too long',
    ]);
  });
});

describe("a site's own words", () => {
  it('replace texts by key, later ones first, and leave the rest', () => {
    const words = createTranslate([{ heading: 'Ask us', send: 'Go' }, { heading: 'Ask Ada' }, null]);
    expect([words.heading, words.send, words.stop]).toEqual(['Ask Ada', 'Go', en.stop]);
  });

  it('replace the text of one failure', () => {
    const words = createTranslate([{ 'errors.offline': 'No network.' }]);
    expect([words.errors.offline, words.errors.internal]).toEqual(['No network.', en.errors.internal]);
  });

  it('never change the language they are put into', () => {
    createTranslate([{ heading: 'Ask us', 'errors.offline': 'No network.' }]);
    expect(en.heading).toBe('Chat');
    expect(en.errors.offline).toMatch(/^You are offline/);
  });

  it.each([
    ['an unknown key', { colour: 'red' }],
    ['an unknown code', { 'errors.nothing': 'x' }],
    ['all failures at once', { errors: 'x' }],
    ['a text made of values', { freeMessagesLeft: 'x' }],
    ['what every object has', { __proto__: 'x', constructor: 'x', 'errors.toString': 'x' }],
  ])('can not replace %s', (_name, texts) => {
    expect(createTranslate([texts])).toEqual(en);
  });
});
