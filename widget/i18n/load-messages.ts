import { createFormats } from './create-formats.ts';
import { createEnglish } from './en.ts';
import { languageOf } from './launcher-labels.ts';
import { languageLoaders } from './languages.ts';
import type { Messages } from './messages.ts';

/**
 * The words for a page: in its language where we have it, with the numbers and dates of its region. Never rejects: where
 * its file can not be loaded it is English, as `language` tells, and the next call tries again.
 * @param tag BCP 47, as the page says it
 * @example createTranslate([element.messages], await loadMessages('de-AT'))
 */
export async function loadMessages(tag: string, loaders = languageLoaders): Promise<Messages> {
  const language = languageOf(tag);
  if (language !== 'en') {
    try {
      const create = await loaders[language]();
      return create(createFormats(tag, language));
    } catch {
      // English says it too.
    }
  }
  return createEnglish(createFormats(tag, 'en'));
}
