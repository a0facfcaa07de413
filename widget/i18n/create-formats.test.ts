import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFormats } from './create-formats.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Spaces of any width are one: which of them stands before "PM" changes with the browser's version. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('days', () => {
  it.each([
    ['America/New_York', '2026-03-08T09:00', '2026-03-07T23:30', 'Yesterday'], // 23 hours long
    ['America/New_York', '2026-03-09T00:10', '2026-03-08T00:10', 'Yesterday'],
    ['America/New_York', '2026-11-01T23:59', '2026-11-01T00:00', 'Today'], // 25 hours long
    ['America/New_York', '2026-11-02T00:01', '2026-11-01T00:59', 'Yesterday'],
    ['Africa/Cairo', '2026-04-24T01:30', '2026-04-23T23:59', 'Yesterday'], // begins at one o'clock
    ['Australia/Lord_Howe', '2026-04-05T12:00', '2026-04-04T12:00', 'Yesterday'], // turned by half an hour
    ['Pacific/Kiritimati', '2026-06-02T00:01', '2026-06-01T23:59', 'Yesterday'],
    ['UTC', '2026-01-01T08:00', '2025-12-31T08:00', 'Yesterday'],
    ['UTC', '2026-06-10T08:00', '2026-06-08T23:00', 'Monday, June 8'],
    ['UTC', '2026-06-10T08:00', '2025-06-10T08:00', 'June 10, 2025'],
    ['UTC', '2026-06-10T23:59', '2026-06-11T00:01', 'Thursday, June 11'], // a clock that is ahead
  ])('in %s at %s: %s is %s', (zone, now, date, day) => {
    vi.stubEnv('TZ', zone);
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    expect(createFormats('en', 'en').day(new Date(date), new Date(now))).toBe(day);
  });

  it('are those of where the reader is', () => {
    const [date, now] = [new Date('2026-06-10T03:00:00Z'), new Date('2026-06-10T12:00:00Z')];
    const dayIn = (zone: string) => {
      vi.stubEnv('TZ', zone);
      return createFormats('en', 'en').day(date, now);
    };
    expect([dayIn('Asia/Tokyo'), dayIn('America/Los_Angeles')]).toEqual(['Today', 'Yesterday']);
  });

  it.each([
    ['fr', 'Aujourd’hui', 'Hier', 'Lundi 2 mars'],
    ['es', 'Hoy', 'Ayer', 'Lunes, 2 de marzo'],
    ['de', 'Heute', 'Gestern', 'Montag, 2. März'],
    ['ja', '今日', '昨日', '3月2日月曜日'],
    ['ar', 'اليوم', 'أمس', 'الاثنين، 2 مارس'],
    ['hi', 'आज', 'कल', 'सोमवार, 2 मार्च'],
  ])('stand alone in %s as a heading does', (language, today, yesterday, monday) => {
    const { day } = createFormats(language, language);
    const now = new Date('2026-03-10T12:00');
    const days = ['2026-03-10T01:00', '2026-03-09T23:00', '2026-03-02T12:00'];
    expect(days.map((date) => day(new Date(date), now))).toEqual([today, yesterday, monday]);
  });

  it('in a list are a time, a date, or a date with its year', () => {
    const { shortDate } = createFormats('en-GB', 'en');
    const now = new Date('2026-03-10T12:00');
    const dates = ['2026-03-10T09:05', '2026-03-09T23:00', '2025-12-31T12:00'];
    expect(dates.map((date) => shortDate(new Date(date), now))).toEqual(['9:05', '9 Mar', '31 Dec 2025']);
  });
});

describe('the locale', () => {
  const date = new Date('2026-11-24T15:05');

  it.each([
    ['en-US', 'en', '1,234.5', '3:05 PM'],
    ['en-GB', 'en', '1,234.5', '15:05'],
    ['de-AT', 'de', '1\u00a0234,5', '15:05'],
    ['pt-PT', 'pt', '1234,5', '15:05'],
    ['hi', 'hi', '1,234.5', '3:05 pm'],
    ['hi-u-nu-deva', 'hi', '१,२३४.५', '३:०५ pm'],
    ['ar-EG', 'ar', '١٬٢٣٤٫٥', '٣:٠٥ م'],
    ['ar-MA', 'ar', '1.234,5', '15:05'],
  ])('%s has its own digits, marks and hours', (locale, language, number, time) => {
    const formats = createFormats(locale, language);
    expect(plain(formats.number(1234.5))).toBe(plain(number));
    expect(plain(formats.time(date))).toBe(plain(time));
  });

  it('writes large numbers in groups of its own', () => {
    expect(createFormats('hi-IN', 'hi').number(12_345_678)).toBe('1,23,45,678');
  });

  it.each(['x_y', 'x-y', '', 'constructor', '123', 'not a locale', 'zh-cmn-Hans'])(
    'that is none (%j) is that of the language',
    (locale) => {
      expect(createFormats(locale, 'de').number(1234.5)).toBe('1.234,5');
    },
  );

  it.each([
    ['sv-SE', 'en', 'Tuesday'],
    ['zh-TW', 'zh', '星期二15:05'],
    ['zh-Hant', 'zh', '星期二15:05'],
  ])('%s does not put its dates among the words of another language', (locale, language, start) => {
    expect(createFormats(locale, language).dayAndTime(date).startsWith(start)).toBe(true);
  });

  it('may be written with an underscore', () => {
    expect(plain(createFormats('de_AT', 'de').number(1234.5))).toBe('1 234,5');
  });
});

describe('formats', () => {
  it('are made when they are used, and once', () => {
    const constructors = (
      ['NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'DateTimeFormat'] as const
    ).map((name) => vi.spyOn(Intl, name));
    const calls = () => constructors.map((constructor) => constructor.mock.calls.length);
    const { counted, day, time } = createFormats('en', 'en');
    expect(calls()).toEqual([0, 0, 0, 0]);
    const now = new Date();
    for (let count = 0; count < 3; count += 1) {
      // Small numbers are written without a formatter.
      counted(count + 1_000, { one: '#', other: '#' });
      day(now, now);
      time(now);
    }
    expect(calls()).toEqual([1, 1, 1, 1]);
  });
});
