import type { Formats } from './create-formats.ts';
import { en } from './en.ts';
import type { Messages, TemplateKey, TextOverrides } from './messages.ts';

/** The names of a text's values, in their order. */
const placeholders: Readonly<Partial<Record<string, string>>> = {
  unreadMessages: 'count',
  newMessages: 'count',
  imageLink: 'alt',
  versionOf: 'position count',
  usage: 'input output cached',
  answeredBy: 'model',
  charactersOver: 'count',
  chatActions: 'title',
  chatDeleted: 'title',
  freeMessagesLeft: 'remaining limit',
  limitRenews: 'resetsAt',
} satisfies Readonly<Record<TemplateKey, string>>;

/** A text of values, from a site's own: `{count} new`. A placeholder of another name stays as it is written. */
function fromTemplate(template: string, names: string, { number, dayAndTime }: Formats) {
  return (...values: readonly unknown[]): string => {
    // Several values may come as one object.
    const [first] = values;
    const isRecord = typeof first === 'object' && first !== null && !(first instanceof Date);
    const write = (value: unknown): string => {
      if (typeof value === 'number') return number(value);
      return value instanceof Date ? dayAndTime(value) : String(value);
    };
    return names
      .split(' ')
      .reduce(
        (text, name, index) =>
          text.replaceAll(`{${name}}`, () => write(isRecord ? Reflect.get(first, name) : values[index])),
        template,
      );
  };
}

/**
 * The widget's words with a site's own in the places it names, whatever their language. Texts come from a deployment or a
 * page's script, so whatever is unknown or not a text is passed over.
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
    if (!Object.hasOwn(target, name)) continue;
    const names = placeholders[key];
    if (names) Reflect.set(target, name, fromTemplate(text, names, base));
    else if (typeof Reflect.get(target, name) === 'string') Reflect.set(target, name, text);
  }
  return messages;
}
