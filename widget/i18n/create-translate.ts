import { en } from './en.ts';
import type { Messages, TextOverrides } from './messages.ts';

/**
 * The widget's words with a site's own in the places it names. Texts come from a deployment or a page's script, so
 * whatever is unknown, not a text, or would replace a text made of values is passed over.
 * @param overrides by key, `errors.<code>` for the text of one failure; later ones win
 * @param base the language they are put into
 * @example createTranslate([config.texts, element.messages]).heading
 */
export function createTranslate(
  overrides: readonly (TextOverrides | Readonly<Record<string, string>> | null | undefined)[] = [],
  base: Messages = en,
): Messages {
  const messages: Messages = { ...base, errors: { ...base.errors } };
  for (const [key, text] of overrides.flatMap((texts) => Object.entries(texts ?? {}))) {
    if (typeof text !== 'string') continue;
    const [target, name]: [object, string] = key.startsWith('errors.')
      ? [messages.errors, key.slice('errors.'.length)]
      : [messages, key];
    if (Object.hasOwn(target, name) && typeof Reflect.get(target, name) === 'string') {
      Reflect.set(target, name, text);
    }
  }
  return messages;
}
