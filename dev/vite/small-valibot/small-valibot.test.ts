import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { type GenericSchema, safeParse } from 'valibot';
import { build, type Plugin } from 'vite';
import { expect, it } from 'vitest';
import { AiProvidersReply, SystemPromptsReply } from '../../../protocol/catalog.ts';
import { DeploymentConfig } from '../../../protocol/config.ts';
import { ChatRequest } from '../../../protocol/chat.ts';
import { Problem } from '../../../protocol/errors.ts';
import { StreamPart } from '../../../protocol/event-stream.ts';
import { FeedbackReply, FeedbackRequest } from '../../../protocol/feedback.ts';
import { ChatDetailsReply, ChatHistoryQuery, ChatHistoryReply } from '../../../protocol/history.ts';
import { Quota } from '../../../protocol/quota.ts';
import { smallValibot } from './small-valibot.ts';

const id = '0190A1B2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const quota = { limit: 3, used: 1, remaining: 2, resetsAt: null };
const chat = { id, title: 'Paper', updatedAt: '2026-11-01T10:00:00Z' };
const message = {
  id,
  parentId: null,
  role: 'assistant',
  content: 'Words',
  status: 'complete',
  finishReason: 'stop',
  providerId: id,
  promptId: null,
  usage: { inputTokens: 1, outputTokens: 2, cachedInputTokens: 0 },
  createdAt: '2026-11-01T10:00:00Z',
  feedback: { rating: 'up', comment: null },
};
const metadata = { chatId: id, usage: null, status: 'streaming', ttftMs: 3 };

/** Schemas by the name of their file: every reply that the widget reads, and requests that need what replies don't. */
const schemas: readonly [name: string, file: string, schema: GenericSchema, fitting: unknown[]][] = [
  [
    'AiProvidersReply',
    'catalog',
    AiProvidersReply,
    [{ providers: [{ id, name: 'One', description: null }] }],
  ],
  [
    'SystemPromptsReply',
    'catalog',
    SystemPromptsReply,
    [{ prompts: [{ id, name: 'One', description: 'Plain' }] }],
  ],
  [
    'DeploymentConfig',
    'config',
    DeploymentConfig,
    [
      {
        supabaseUrl: 'https://example.com',
        supabaseKey: 'key',
        registerUrl: null,
        signInUrl: '/sign-in',
        anonymousLimit: 3,
        defaults: { providerId: null, promptId: id },
        texts: { heading: 'Ask' },
      },
    ],
  ],
  [
    'Problem',
    'errors',
    Problem,
    [{ type: 't', title: 't', status: 429, code: 'rate_limited', retryable: true, quota, requestId: 'r' }],
  ],
  ['FeedbackReply', 'feedback', FeedbackReply, [{ feedback: { rating: 'down', comment: 'No' } }]],
  ['ChatHistoryReply', 'history', ChatHistoryReply, [{ chats: [chat], nextCursor: null }]],
  ['ChatDetailsReply', 'history', ChatDetailsReply, [{ chat, messages: [message] }]],
  ['Quota', 'quota', Quota, [quota]],
  [
    'ChatRequest',
    'chat',
    ChatRequest,
    [
      { message: 'Hi', providerId: id, chatId: id },
      { regenerate: true, providerId: id, chatId: id, parentId: id },
    ],
  ],
  ['FeedbackRequest', 'feedback', FeedbackRequest, [{ rating: 'up' }, { rating: 'up', comment: ' x ' }]],
  ['ChatHistoryQuery', 'history', ChatHistoryQuery, [{}, { limit: '5', search: ' paper ', cursor: 'c' }]],
  [
    'StreamPart',
    'event-stream',
    StreamPart,
    [
      { type: 'start', messageId: id, messageMetadata: metadata },
      { type: 'text-delta', id: '1', delta: 'x' },
      { type: 'finish', finishReason: 'stop', messageMetadata: {} },
      { type: 'data-chat', data: { id, title: null }, transient: true },
      { type: 'data-quota', data: quota, transient: true },
      { type: 'text-start', id: '1' },
    ],
  ],
];

type SmallParse = (input: unknown) => { success: boolean; output?: unknown };

/** The schema's `safeParse` as it is built for a page. */
async function buildSmall(name: string, file: string): Promise<SmallParse> {
  const entry = fileURLToPath(new URL(`../../../protocol/${file}.ts`, import.meta.url));
  const addParse: Plugin = {
    name: 'add-parse',
    transform: (code, id) => (id === entry ? `${code}\nexport { safeParse } from 'valibot';` : undefined),
  };
  const outputs = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [smallValibot(), addParse],
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  });
  const files = [outputs].flat().flatMap((output) => ('output' in output ? output.output : []));
  const code = files.map((one) => (one.type === 'chunk' ? one.code : '')).join('');
  expect(code).not.toContain('~standard');
  const built = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Built;
  return (input) => built.safeParse(built[name], input);
}

/** The module, which has its schemas by their names. */
interface Built extends Readonly<Record<string, unknown>> {
  readonly safeParse: (schema: unknown, input: unknown) => ReturnType<SmallParse>;
}

/** Every place in a value, as the keys that lead to it. */
function* placesIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* placesIn(child, [...path, key]);
}

/** A copy with something else in one place; `undefined` leaves it out. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((child: unknown, at) => (String(at) === key ? replaced(child, rest, by) : child));
  // An earlier change may have taken the place away.
  if (typeof value !== 'object' || value === null) return value;
  const { [key]: child, ...others } = value as Record<string, unknown>;
  const next = replaced(child, rest, by);
  return next === undefined ? others : { ...others, [key]: next };
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, null, '', 'up', 'complete', 'stop', id, id.toLowerCase(), 0, 1.5, true, [], {}),
);

it.each(schemas)(
  '%s is read as valibot reads it, and from the same inputs',
  async (name, file, schema, fitting) => {
    const parse = await buildSmall(name, file);
    const compare = (input: unknown): boolean => {
      const expected = safeParse(schema, input);
      const actual = parse(input);
      expect(actual.success).toBe(expected.success);
      if (expected.success) expect(actual.output).toEqual(expected.output);
      return expected.success;
    };
    for (const input of fitting) expect(compare(input)).toBe(true);
    const mutated = fc
      .constantFrom(...fitting)
      .chain((input) =>
        fc
          .array(fc.tuple(fc.constantFrom(...placesIn(input)), anything), { minLength: 1, maxLength: 2 })
          .map((changes) => changes.reduce((value, [path, by]) => replaced(value, path, by), input)),
      );
    fc.assert(
      fc.property(fc.oneof(anything, mutated), (input) => {
        compare(input);
      }),
      { numRuns: 500 },
    );
  },
);
