import { describe, expect, it } from 'vitest';
import { labelsFor, languageOf } from './launcher-labels.ts';
import { languages } from './languages.ts';
import { loadMessages } from './load-messages.ts';

describe('the launcher’s words', () => {
  it.each(languages)('are those of the whole language: %s', async (language) => {
    const { openChat, chatNotLoaded, retry } = await loadMessages(language);
    expect(languageOf(language)).toBe(language);
    expect(labelsFor(language)).toEqual({ openChat, chatNotLoaded, retry });
  });

  it('go with the page’s language from anywhere, and are English where we have none', () => {
    const tags = ['fr-CA', 'ZH-hant-tw', 'pt_BR', 'sv', 'toString', ''];
    expect(tags.map((tag) => labelsFor(tag).retry)).toEqual([
      'Réessayer',
      '重试',
      'Tentar novamente',
      'Try again',
      'Try again',
      'Try again',
    ]);
  });
});
