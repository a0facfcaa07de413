import { beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../../protocol/errors.ts';
import { en } from './en.ts';
import { languages } from './languages.ts';
import { loadMessages } from './load-messages.ts';
import type { Messages, TemplateKey } from './messages.ts';

/** What the rules below need to know of a language. */
interface Rules {
  /** Keys of words that are the same in English. */
  readonly shared?: readonly string[];
  /** How it says that nothing was lost. */
  readonly kept: RegExp;
  /** What has no place in it: quotation marks, spaces and forms of address of other languages. */
  readonly never?: RegExp;
}

const rules: Readonly<Record<string, Rules>> = {
  en: { kept: /kept|back in the box|waiting/ },
  de: {
    shared: ['heading', 'codeLabel', 'details', 'history'],
    kept: /bleibt (?:hier )?erhalten|wieder im Eingabefeld|warten/,
    never: /\b(?:du|dich|dir|dein\w*|the|your|again)\b|[”«»]|\S…/i,
  },
  fr: {
    shared: ['heading', 'conversationLabel', 'assistant', 'codeLabel', 'messageLabel', 'prompt', 'imageLink'],
    kept: /conservé|de retour dans la zone|attendent/,
    never: /(?<!\p{L})(?:tu|toi|ton|tes|the|your|again)(?!\p{L})|[„“”]|[^\u202f][:;?»]|«[^\u202f]/iu,
  },
  es: {
    shared: ['heading', 'history'],
    kept: /conserva|sigue aquí|de nuevo en el cuadro|esperan/,
    never: /\b(?:usted|vos|the|your|again)\b|[„“”]|(?<!¿[^?]*)\?/i,
  },
  pt: {
    shared: ['heading'],
    kept: /foi mantid|continua aqui|voltou para o campo|esperam/,
    never: /\b(?:tu|teu|tua|the|your|again)\b|[„«»]/i,
  },
  ja: { kept: /残って|戻しました|保存されて/, never: /[a-z,.?:;()]|[“”«»]| /i },
  zh: { kept: /已保留|都已保留|放回输入框/, never: /[a-z,.?:;()]|[「」«»]|你/i },
  ar: { kept: /محفوظ|في انتظارك|عاد نصك/, never: /[a-z,?;]|[“”„]/i },
  hi: { kept: /सुरक्षित|फिर से बॉक्स में/, never: /[a-z.;]|[„«»]|(?:तुम|तू)/i },
};

/** Values, and what has the same name in every language. */
const sameEverywhere = /Markdown|JSON|Ada|Rome|A cat|\d+(?:[,.:/ ]\d+)*|\b[ap]m\b/gi;
const resetsAt = new Date('2026-11-24T12:00');

/** Every text that is made of values, of some, and how the values are to be found in it. */
const textsOfValues: Readonly<
  Record<TemplateKey, (words: Messages) => readonly [text: string, ...string[]]>
> = {
  unreadMessages: (words) => [words.unreadMessages(12), words.number(12)],
  newMessages: (words) => [words.newMessages(1_200), words.number(1_200)],
  imageLink: (words) => [words.imageLink('A cat'), 'A cat'],
  versionOf: (words) => [words.versionOf(2, 3), words.number(2), words.number(3)],
  usage: (words) => [
    words.usage({ input: 1_200, output: 34, cached: 56 }),
    ...[1_200, 34, 56].map((count) => words.number(count)),
  ],
  answeredBy: (words) => [words.answeredBy('Ada'), 'Ada'],
  charactersOver: (words) => [words.charactersOver(4_000), words.number(4_000)],
  chatActions: (words) => [words.chatActions('Rome'), 'Rome'],
  chatDeleted: (words) => [words.chatDeleted('Rome'), 'Rome'],
  freeMessagesLeft: (words) => [
    words.freeMessagesLeft({ remaining: 2, limit: 3 }),
    words.number(2),
    words.number(3),
  ],
  limitRenews: (words) => [words.limitRenews(resetsAt), words.time(resetsAt)],
};

/** Every text by its key, made of values or not, but for those that are nothing but a format. */
function textsOf({ language, errors, ...words }: Messages): Map<string, string> {
  const messages = { language, errors, ...words };
  return new Map([
    ...Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ...Object.entries(errors).map(([code, text]) => [`errors.${code}`, text] as const),
    ...Object.entries(textsOfValues).map(([key, textOf]) => [key, textOf(messages)[0]] as const),
    ['imageLink', words.imageLink('')],
    ['usage', words.usage({ input: 1, output: 2, cached: 0 })],
  ]);
}

it('there are nine languages', () => {
  expect(languages).toEqual(Object.keys(rules));
});

describe.each(languages)('%s', (language) => {
  let words: Messages;
  let texts: Map<string, string>;
  beforeAll(async () => {
    words = await loadMessages(language);
    texts = textsOf(words);
  });
  const { shared = [], kept, never } = rules[language]!;

  it('has every text that English has', () => {
    expect(words.language).toBe(language);
    expect([...texts.keys()].sort()).toEqual([...textsOf(en).keys()].sort());
    expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
    for (const code of Object.keys(problems)) expect(texts.get(`errors.${code}`), code).toBeTruthy();
    for (const [key, text] of texts) expect(text, key).toMatch(/^\S(?:(?! {2}).)*\S$|^\S$/s);
  });

  it('is quiet, and set as its readers expect', () => {
    for (const [key, text] of texts) {
      expect(text, key).not.toMatch(/[!！¡'"`]|\.\.\.|undefined|NaN|#|[{}]/);
      if (never) expect(text.replaceAll(sameEverywhere, ''), key).not.toMatch(never);
    }
  });

  it('says of a failure what happened, what was kept and what to do next', () => {
    for (const [key, text] of texts) {
      if (!key.startsWith('errors.')) continue;
      expect(text.match(/[.?؟।](?= |$)|[。？]/g)?.length, text).toBeGreaterThanOrEqual(2);
      if (key !== 'errors.not_found') expect(text).toMatch(kept);
    }
  });

  it('puts values into its texts', () => {
    for (const [key, textOf] of Object.entries(textsOfValues)) {
      const [text, ...values] = textOf(words);
      for (const value of values) expect(text, key).toContain(value);
    }
    expect(words.usage({ input: 8, output: 9, cached: 0 })).not.toContain(words.number(0));
    expect(words.imageLink('')).not.toMatch(/[:：]/);
  });

  it('leaves no English', () => {
    if (language === 'en') return;
    const english = textsOf(en);
    const same = [...texts].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
    expect(same.sort()).toEqual([...shared].sort());
  });
});

describe('counts', () => {
  it.each([
    ['en', [0, 1, 2], ['0 new messages', '1 new message', '2 new messages']],
    ['de', [0, 1, 2], ['0 neue Nachrichten', '1 neue Nachricht', '2 neue Nachrichten']],
    [
      'fr',
      [0, 1, 2, 1_000_000],
      ['0 nouveau message', '1 nouveau message', '2 nouveaux messages', '1 000 000 de nouveaux messages'],
    ],
    [
      'es',
      [0, 1, 2, 1_000_000],
      ['0 mensajes nuevos', '1 mensaje nuevo', '2 mensajes nuevos', '1.000.000 de mensajes nuevos'],
    ],
    [
      'pt',
      [0, 1, 2, 1_000_000],
      ['0 mensagem nova', '1 mensagem nova', '2 mensagens novas', '1.000.000 de mensagens novas'],
    ],
    ['ja', [0, 1, 2], ['新着メッセージ0件', '新着メッセージ1件', '新着メッセージ2件']],
    ['zh', [0, 1, 2], ['0 条新消息', '1 条新消息', '2 条新消息']],
    ['hi', [0, 1, 2], ['0 नया संदेश', '1 नया संदेश', '2 नए संदेश']],
  ])('%s has a form for each', async (language, counts, texts) => {
    const { newMessages } = await loadMessages(language);
    expect(counts.map((count) => newMessages(count).replaceAll(/\s/g, ' '))).toEqual(texts);
  });

  it.each([
    [0, 'لا أحرف زائدة', 'لا رسائل جديدة'],
    [1, 'حرف واحد زائد', 'رسالة واحدة جديدة'],
    [2, 'حرفان زائدان', 'رسالتان جديدتان'],
    [3, '3 أحرف زائدة', '3 رسائل جديدة'],
    [10, '10 أحرف زائدة', '10 رسائل جديدة'],
    [11, '11 حرفًا زائدًا', '11 رسالة جديدة'],
    [99, '99 حرفًا زائدًا', '99 رسالة جديدة'],
    [100, '100 حرف زائد', '100 رسالة جديدة'],
    [103, '103 أحرف زائدة', '103 رسائل جديدة'],
  ])('ar has six forms: %i', async (count, characters, messages) => {
    const arabic = await loadMessages('ar');
    expect([arabic.charactersOver(count), arabic.newMessages(count)]).toEqual([characters, messages]);
  });

  it.each([
    ['en', '1 of 3 free messages left', '0 of 1 free message left'],
    ['de', 'Noch 1 von 3 kostenlosen Nachrichten', 'Noch 0 von 1 kostenlosen Nachricht'],
    ['fr', '1 message gratuit restant sur 3', '0 message gratuit restant sur 1'],
    ['es', '1 de 3 mensajes gratuitos disponibles', '0 de 1 mensaje gratuito disponible'],
    ['pt', '1 de 3 mensagens grátis restantes', '0 de 1 mensagem grátis restante'],
    ['ja', '無料メッセージ残り1件（全3件）', '無料メッセージ残り0件（全1件）'],
    ['zh', '免费消息剩余 1 条，共 3 条', '免费消息剩余 0 条，共 1 条'],
    ['ar', 'الرسائل المجانية المتبقية: 1 من 3', 'الرسائل المجانية المتبقية: 0 من 1'],
    ['hi', '3 में से 1 मुफ़्त संदेश बाकी', '1 में से 0 मुफ़्त संदेश बाकी'],
  ])('%s agrees with what is left', async (language, one, none) => {
    const { freeMessagesLeft } = await loadMessages(language);
    expect(freeMessagesLeft({ remaining: 1, limit: 3 })).toBe(one);
    expect(freeMessagesLeft({ remaining: 0, limit: 1 })).toBe(none);
  });
});

it('Arabic is read from the right whatever it names', async () => {
  for (const [key, text] of textsOf(await loadMessages('ar')))
    expect(/\p{Letter}/u.exec(text)?.[0], key).toMatch(/\p{Script=Arabic}/u);
});
