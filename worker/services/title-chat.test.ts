import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { AiProvider } from '../ports/ai-provider.ts';
import type { TitleEnd } from '../ports/chat-repository.ts';
import type { LogFields } from '../ports/logger.ts';
import { says, scriptedProvider, type Script } from '../testing/scripted-provider.ts';
import { catalogProvider, turnToRun } from '../testing/turn-to-run.ts';
import { titleInstruction } from './ask-title.ts';
import { titleChat } from './title-chat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const provider = catalogProvider({ model: 'titling-model', parameters: { reasoning_effort: 'none' } });
const counted = { inputTokens: 90, outputTokens: 5 };

interface Setting {
  readonly question?: string;
  readonly answer?: string;
  readonly finish?: (end: TitleEnd, attempt: number) => Promise<string | null>;
}

async function title(adapter: AiProvider | undefined, setting: Setting = {}) {
  const { question = 'What is a tide?', answer = 'The sea, moved by the moon.' } = setting;
  const finish = setting.finish ?? ((end: TitleEnd) => Promise.resolve(end.title));
  const ended: TitleEnd[] = [];
  const logged: [level: string, event: string, fields: LogFields][] = [];
  const { turn } = turnToRun();
  const named = titleChat(
    {
      chats: {
        finishTitle: (end) => {
          ended.push(end);
          return finish(end, ended.length);
        },
      },
      registry: { find: () => adapter, obstacleTo: () => null },
      clock: { now: () => Date.now() },
      storeWithinMs: 20_000,
      logger: {
        info: (event, fields) => logged.push(['info', event, fields]),
        error: (event, fields) => logged.push(['error', event, fields]),
      },
    },
    turnToRun({ turn: { ...turn, userMessage: { ...turn.userMessage, content: question } } }),
    { titleId: 'title', provider, answer },
  );
  await vi.runAllTimersAsync();
  return { title: await named, ended, logged };
}

test('the model that answered is asked for a short title of the conversation', async () => {
  const adapter = scriptedProvider({
    parts: [...(says('"Tides explained."').parts ?? []), { type: 'usage', usage: counted }],
  });
  const { title: given, ended, logged } = await title(adapter);
  expect(given).toBe('Tides explained');
  expect(ended).toEqual([{ titleId: 'title', title: 'Tides explained', usage: counted }]);
  expect(adapter.requests).toMatchObject([
    {
      model: 'titling-model',
      system: titleInstruction,
      maxOutputTokens: 64,
      parameters: { reasoning_effort: 'none' },
      traceparent: turnToRun().traceparent,
    },
  ]);
  const asked = adapter.requests[0]?.messages.map(({ content }) => content).join();
  expect(asked).toContain('What is a tide?');
  expect(asked).toContain('The sea, moved by the moon.');
  expect(logged).toMatchObject([
    ['info', 'title', { model: 'titling-model', inputTokens: 90, isUsable: true, code: null }],
  ]);
  expect(JSON.stringify(logged)).not.toContain('ides');
});

test.each([
  ['English', 'x'.repeat(30_000)],
  ['Chinese', '東'.repeat(30_000)],
  ['families', '👩‍👩‍👧‍👦'.repeat(3_000)],
])(
  'a long conversation in %s is cut to what is reserved for it, and not through a character',
  async (_name, words) => {
    const adapter = scriptedProvider(says('Long'));
    await title(adapter, { question: words, answer: words });
    const [{ system, messages } = { system: null, messages: [] }] = adapter.requests;
    const asked = [system, ...messages.map(({ content }) => content)].join('');
    expect(Math.ceil(new TextEncoder().encode(asked).length / 3)).toBeLessThanOrEqual(2_000);
    expect(asked.isWellFormed()).toBe(true);
    const [character = ''] = Array.from(new Intl.Segmenter().segment(words), ({ segment }) => segment);
    expect(asked.replaceAll(character, '')).not.toMatch(/[👩👧👦\u200d]/u);
  },
);

const estimated = { inputTokens: expect.any(Number) as number, outputTokens: null };
const unusable: [name: string, script: Script, usage: unknown, code: string | null][] = [
  [
    'refuses',
    { error: new AppError('provider_overloaded', { isTransient: true }) },
    null,
    'provider_overloaded',
  ],
  ['is cut', { parts: [{ type: 'text', text: 'Half a ti' }] }, estimated, null],
  [
    'breaks',
    { parts: [{ type: 'progress' }], error: new AppError('provider_failed') },
    estimated,
    'provider_failed',
  ],
  ['says nothing visible', says('""'), estimated, null],
  [
    'goes on and on',
    {
      parts: [
        { type: 'text', text: 'Well' },
        { type: 'finish', reason: 'length' },
      ],
    },
    estimated,
    null,
  ],
  ['is silent for eight seconds', { isSilent: true }, estimated, 'provider_timeout'],
];

test.each(unusable)(
  'a model that %s names nothing, and is settled all the same, once',
  async (_name, script, usage, code) => {
    const adapter = scriptedProvider(script);
    const { ended, logged } = await title(adapter, { finish: () => Promise.resolve('What is a tide?') });
    expect(ended).toEqual([{ titleId: 'title', title: null, usage }]);
    expect(adapter.requests).toHaveLength(1);
    expect(logged).toMatchObject([[code === null ? 'info' : 'error', 'title', { isUsable: false, code }]]);
  },
);

test('a model whose key is gone is not asked, and costs nothing', async () => {
  const { ended } = await title(undefined);
  expect(ended).toEqual([{ titleId: 'title', title: null, usage: null }]);
});

test('eight seconds are all that a title gets', async () => {
  const startedAt = Date.now();
  await title(scriptedProvider({ parts: [{ type: 'text', text: 'A ti' }], isSilent: true }));
  expect(Date.now() - startedAt).toBe(8_000);
});

const away = () => Promise.reject(new AppError('service_unavailable'));

test('a database that is away for a few seconds does not keep it from being settled', async () => {
  const adapter = scriptedProvider(says('Tides'));
  const finish = ({ title }: TitleEnd, attempt: number) => (attempt < 5 ? away() : Promise.resolve(title));
  const { title: given, ended, logged } = await title(adapter, { finish });
  expect(given).toBe('Tides');
  expect(ended).toEqual(Array(5).fill({ titleId: 'title', title: 'Tides', usage: estimated }));
  expect(adapter.requests).toHaveLength(1);
  expect(logged).toMatchObject([['info', 'title', { code: null }]]);
});

test.each([
  ['refuses', away],
  ['hangs', () => new Promise<never>(() => undefined)],
])('a database that %s for ever is given up in time, and told of in the log alone', async (_name, finish) => {
  const startedAt = Date.now();
  const { title: given, ended, logged } = await title(scriptedProvider(says('Tides')), { finish });
  expect(given).toBeNull();
  expect(ended.length).toBeGreaterThan(3);
  expect(Date.now() - startedAt).toBeLessThanOrEqual(20_000);
  expect(logged).toMatchObject([['error', 'title', { code: 'service_unavailable' }]]);
});

test('what the database refuses is not tried again', async () => {
  const finish = () => Promise.reject(new AppError('internal'));
  const { ended, logged } = await title(scriptedProvider(says('Tides')), { finish });
  expect(ended).toHaveLength(1);
  expect(logged).toMatchObject([['error', 'title', { code: 'internal' }]]);
});
