import type { Messages } from './messages.ts';

/** What the launcher says before any other word is loaded. */
export type LauncherLabels = Pick<Messages, 'openChat' | 'chatNotLoaded' | 'retry'>;

/** In the order of the names above, as the languages' own files have them. */
const labels = {
  en: ['Open chat', 'The chat could not be loaded.', 'Try again'],
  de: ['Chat öffnen', 'Der Chat konnte nicht geladen werden.', 'Erneut versuchen'],
  fr: ['Ouvrir le chat', 'Impossible de charger le chat.', 'Réessayer'],
  es: ['Abrir el chat', 'No se pudo cargar el chat.', 'Reintentar'],
  pt: ['Abrir o chat', 'O chat não carregou.', 'Tentar novamente'],
  ja: ['チャットを開く', 'チャットを読み込めませんでした。', '再試行'],
  zh: ['打开聊天', '无法加载聊天。', '重试'],
  ar: ['فتح الدردشة', 'تعذّر تحميل الدردشة.', 'إعادة المحاولة'],
  hi: ['चैट खोलें', 'चैट लोड नहीं हुई।', 'फिर से कोशिश करें'],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;

/** A language that the widget speaks. */
export type Language = keyof typeof labels;

function isLanguage(language: string): language is Language {
  return Object.hasOwn(labels, language);
}

/**
 * The language of ours that goes with a page's: the same one, from wherever it is (`pt-BR`, `zh-Hant-TW`), else English.
 * @param tag BCP 47, as a page says it; what is no tag at all is a language that we do not have
 */
export function languageOf(tag: string): Language {
  const [language = ''] = tag.toLowerCase().split(/[-_]/);
  return isLanguage(language) ? language : 'en';
}

/** The launcher's words for a page, at once. @param tag BCP 47, as the page says it */
export function labelsFor(tag: string): LauncherLabels {
  const [openChat, chatNotLoaded, retry] = labels[languageOf(tag)];
  return { openChat, chatNotLoaded, retry };
}
