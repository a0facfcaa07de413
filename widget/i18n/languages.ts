import type { Language } from './launcher-labels.ts';
import type { CreateMessages } from './messages.ts';

/** How each language is loaded: a file of its own, when it is wanted. English is always there. */
export const languageLoaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<CreateMessages>>> = {
  de: async () => (await import('./de.ts')).createGerman,
  fr: async () => (await import('./fr.ts')).createFrench,
  es: async () => (await import('./es.ts')).createSpanish,
  pt: async () => (await import('./pt.ts')).createPortuguese,
  ja: async () => (await import('./ja.ts')).createJapanese,
  zh: async () => (await import('./zh.ts')).createChinese,
  ar: async () => (await import('./ar.ts')).createArabic,
  hi: async () => (await import('./hi.ts')).createHindi,
};

/** The tags of all languages that there are, for documentation. */
export const languages: readonly string[] = ['en', ...Object.keys(languageLoaders)];
