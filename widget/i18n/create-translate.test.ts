import { describe, expect, it } from 'vitest';
import { createArabic } from './ar.ts';
import { createFormats } from './create-formats.ts';
import { createTranslate } from './create-translate.ts';
import { en } from './en.ts';
import type { Messages, TemplateKey } from './messages.ts';

const resetsAt = new Date('2026-11-24T15:05');

/** Every text that is made of values, of some. */
function textsOfValues(words: Messages) {
  return {
    unreadMessages: words.unreadMessages(1_200),
    newMessages: words.newMessages(1_200),
    imageLink: words.imageLink('A cat'),
    versionOf: words.versionOf(2, 1_200),
    usage: words.usage({ input: 1_200, output: 3, cached: 4 }),
    answeredBy: words.answeredBy('Ada'),
    charactersOver: words.charactersOver(1_200),
    chatActions: words.chatActions('Rome'),
    chatDeleted: words.chatDeleted('Rome'),
    freeMessagesLeft: words.freeMessagesLeft({ remaining: 2, limit: 1_200 }),
    limitRenews: words.limitRenews(resetsAt),
  } satisfies Record<TemplateKey, string>;
}

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
    ['a format', { number: 'x', day: 'x', counted: 'x' }],
    ['a text made of values for a failure', { 'errors.usage': 'x', 'errors.newMessages': 'x' }],
    ['what every object has', { __proto__: 'x', constructor: 'x', 'errors.toString': 'x' }],
  ])('can not replace %s', (_name, texts) => {
    expect(createTranslate([texts])).toEqual(en);
  });

  it.each([
    ['unreadMessages', '{count} waiting', '1,200 waiting'],
    ['newMessages', '{count} new', '1,200 new'],
    ['imageLink', 'Picture ({alt})', 'Picture (A cat)'],
    ['versionOf', '{position}/{count}', '2/1,200'],
    ['usage', '{output} out, {input} in, {cached} cached', '3 out, 1,200 in, 4 cached'],
    ['answeredBy', 'By {model}, {model}', 'By Ada, Ada'],
    ['charactersOver', '{count} over', '1,200 over'],
    ['chatActions', 'For {title}', 'For Rome'],
    ['chatDeleted', '{title} is gone', 'Rome is gone'],
    ['freeMessagesLeft', '{remaining} of {limit} left', '2 of 1,200 left'],
    ['limitRenews', 'Back on {resetsAt}', `Back on ${en.dayAndTime(resetsAt)}`],
  ])('may stand for values: %s', (key, template, text) => {
    expect(textsOfValues(createTranslate([{ [key]: template }]))).toEqual({
      ...textsOfValues(en),
      [key]: text,
    });
  });

  it('have their numbers written as the language does', () => {
    const arabic = createArabic(createFormats('ar-EG', 'ar'));
    const words = createTranslate([{ newMessages: '+{count}' }], arabic);
    expect([words.newMessages(12), words.heading]).toEqual(['+١٢', arabic.heading]);
  });

  it('show placeholders of no value as they are, and values as they are', () => {
    const words = createTranslate([
      { chatDeleted: '{title}, {count}, {toString}', heading: '{count}', answeredBy: 'Someone' },
    ]);
    expect(words.chatDeleted('$& {title}')).toBe('$& {title}, {count}, {toString}');
    expect([words.heading, words.answeredBy('Ada')]).toEqual(['{count}', 'Someone']);
  });

  it('may be in a language that the widget does not have, and say so', () => {
    expect(createTranslate([{ language: 'sv', send: 'Skicka' }]).language).toBe('sv');
  });
});
