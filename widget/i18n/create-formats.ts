/** The forms of a text with a count in it, `#`, as the language has them (CLDR plural categories). */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How a locale writes numbers and dates, in the time zone of whoever reads them. */
export interface Formats {
  /** The language that the words are in, as BCP 47 has it. A site whose own words are in another one says so by this key. */
  language: string;
  number: (value: number) => string;
  /** "1 message", "2 messages". */
  counted: (count: number, forms: PluralForms) => string;
  time: (date: Date) => string;
  /** "Monday 15:00": for what comes within days. */
  dayAndTime: (date: Date) => string;
  dateAndTime: (date: Date) => string;
  /** The day that a group of messages was written on, seen from now: "Today", "Yesterday", "Monday, 3 March". */
  day: (date: Date, now: Date) => string;
  /** What stands beside a chat in the list: the time for today, a short date before. */
  shortDate: (date: Date, now: Date) => string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Whole days between two dates of the calendar, however long their hours were. */
function daysBetween(date: Date, now: Date): number {
  const midnight = (value: Date) => Date.UTC(value.getFullYear(), value.getMonth(), value.getDate());
  return Math.round((midnight(date) - midnight(now)) / dayMs);
}

/** Makes a thing when it is first asked for: Intl's constructors are slow, and most are never needed. */
function lazy<Value>(create: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= create());
}

/**
 * The locale itself where it is one of this language in its script. A page may say anything in `lang`, and dates of one
 * language among the words of another would be read by nobody.
 */
function localeIn(language: string, locale: string): string {
  // As most pages have it, and quick.
  if (locale === language) return locale;
  try {
    const tag = locale.replaceAll('_', '-');
    const [asked, ours] = [tag, language].map((name) => new Intl.Locale(name).maximize());
    return asked?.language === ours?.language && asked?.script === ours?.script ? tag : language;
  } catch {
    return language;
  }
}

/**
 * Numbers, plurals and dates as a locale writes them. Nothing is made before it is used.
 * @param locale as the page says it (BCP 47); one that is not of this language is replaced by it
 * @param language of the words around them
 */
export function createFormats(locale: string, language: string): Formats {
  const known = lazy(() => localeIn(language, locale));
  const numbers = lazy(() => new Intl.NumberFormat(known()));
  const plurals = lazy(() => new Intl.PluralRules(language));
  const relative = lazy(() => new Intl.RelativeTimeFormat(known(), { numeric: 'auto' }));
  const format = (options: Intl.DateTimeFormatOptions) => {
    const dates = lazy(() => new Intl.DateTimeFormat(known(), options));
    return (date: Date) => dates().format(date);
  };
  // Most numbers here are small, and the first use of `Intl.NumberFormat` takes as long as drawing the panel.
  const isPlain = (value: number) => language !== 'ar' && /^\d{1,3}$/.test(String(value));
  const number = (value: number) => (isPlain(value) ? String(value) : numbers().format(value));
  const time = format({ hour: 'numeric', minute: '2-digit' });
  const dayOfYear = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const fullDay = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = format({ day: 'numeric', month: 'short' });
  const shortDayOfYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const isThisYear = (date: Date, now: Date) => date.getFullYear() === now.getFullYear();
  return {
    language,
    number,
    time,
    dayAndTime: format({ weekday: 'long', hour: 'numeric', minute: '2-digit' }),
    dateAndTime: format({ dateStyle: 'medium', timeStyle: 'short' }),
    counted: (count, forms) =>
      (forms[plurals().select(count)] ?? forms.other).replace('#', () => number(count)),
    day: (date, now) => {
      const days = daysBetween(date, now);
      const calendarDay = isThisYear(date, now) ? dayOfYear : fullDay;
      const text = days === 0 || days === -1 ? relative().format(days, 'day') : calendarDay(date);
      // It stands alone, as a heading does: many languages write it small in a sentence.
      return text.charAt(0).toLocaleUpperCase(known()) + text.slice(1);
    },
    shortDate: (date, now) => {
      if (daysBetween(date, now) === 0) return time(date);
      return isThisYear(date, now) ? shortDay(date) : shortDayOfYear(date);
    },
  };
}
