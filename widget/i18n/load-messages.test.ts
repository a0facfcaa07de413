import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { languageLoaders } from './languages.ts';
import { loadMessages } from './load-messages.ts';

describe('loading a language', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE_at', 'de'],
    ['zh', 'zh'],
    ['zh-CN', 'zh'],
    ['zh-Hans-SG', 'zh'],
    ['zh-TW', 'zh'],
    ['zh-Hant', 'zh'],
    ['pt-BR', 'pt'],
    ['ar-EG-u-nu-latn', 'ar'],
    ['en-GB', 'en'],
    ['iw', 'en'],
    ['he-IL', 'en'],
    ['dent', 'en'],
    ['constructor', 'en'],
    ['__proto__', 'en'],
    ['', 'en'],
    ['*', 'en'],
  ])('takes for %j the words of %s', async (tag, language) => {
    expect((await loadMessages(tag)).language).toBe(language);
  });

  it('writes numbers and dates as the region does', async () => {
    const date = new Date('2026-11-24T15:05');
    const [british, american] = await Promise.all([loadMessages('en-GB'), loadMessages('en-US')]);
    expect([british.time(date), american.time(date)]).toEqual(['15:05', en.time(date)]);
    const egyptian = await loadMessages('ar-EG');
    expect(egyptian.newMessages(5)).toBe('٥ رسائل جديدة');
  });

  it('falls back to English when a file can not be loaded, and tries again the next time', async () => {
    const failures = [new TypeError('Failed to fetch dynamically imported module')];
    const loaders = {
      ...languageLoaders,
      fr: async () => {
        const failure = failures.pop();
        if (failure) throw failure;
        return await languageLoaders.fr();
      },
    };
    const first = await loadMessages('fr', loaders);
    expect([first.language, first.send]).toEqual(['en', en.send]);
    const second = await loadMessages('fr', loaders);
    expect([second.language, second.send]).toEqual(['fr', 'Envoyer le message']);
  });
});
