import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import recipe from '../../docs/recipes/add-a-provider.md?raw';
import { AiProvidersReply } from '../../protocol/catalog.ts';
import { AppError } from '../errors.ts';
import type { AiProvider, AnswerPart, AnswerRequest } from '../ports/ai-provider.ts';
import { addressOf } from '../testing/address-of.ts';
import { ask } from '../testing/ask.ts';
import { chunkedFetch } from '../testing/chunked-fetch.ts';
import { collectAnswer } from '../testing/collect-answer.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { insertRows, rows, updateRows } from '../testing/database.ts';
import { answering, describeProvider } from '../testing/describe-provider.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';
import { lasting, passing, type Failure } from './failure.ts';
import openAiAnswer from './openai/__fixtures__/answer.sse?raw';
import type { ProviderSettings } from './provider-settings.ts';
import { providerKinds } from './registry.ts';
import { statusToFailure } from './status-to-failure.ts';

/*
 * docs/recipes/add-a-provider.md, followed to the letter: a row of a format we speak, and a format we do not, that of a
 * vendor who does not exist and answers in lines of JSON.
 */

// to-request.ts
function toRequest(request: AnswerRequest): Record<string, unknown> {
  return {
    ...request.parameters,
    engine: request.model,
    role: request.system,
    talk: request.messages,
    longest: request.maxOutputTokens,
  };
}

// from-stream.ts
const Line = v.union([
  v.object({ say: v.string() }),
  v.object({ think: v.string() }),
  v.object({ count: v.object({ heard: v.number(), said: v.number() }) }),
  v.object({ trouble: v.string() }),
  v.object({ end: v.picklist(['done', 'full']) }),
]);

async function* fromStream(body: ReadableStream<Uint8Array>): AsyncGenerator<AnswerPart, void> {
  let rest = '';
  // The types of workerd know two kinds of bytes, and only one of them goes through.
  const decoder: TransformStream<Uint8Array, string> = new TextDecoderStream();
  for await (const piece of body.pipeThrough(decoder)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield toPart(v.parse(Line, JSON.parse(line)));
  }
}

function toPart(line: v.InferOutput<typeof Line>): AnswerPart {
  if ('trouble' in line) throw new Trouble(line.trouble, undefined);
  if ('say' in line) return { type: 'text', text: line.say };
  if ('think' in line) return { type: 'progress' };
  if ('end' in line) return { type: 'finish', reason: line.end === 'full' ? 'length' : 'stop' };
  return { type: 'usage', usage: { inputTokens: line.count.heard, outputTokens: line.count.said } };
}

// errors.ts
class Trouble extends Error {
  readonly failure: Failure;
  readonly retryAfterSeconds: number | null;

  constructor(word: string, reply: Response | undefined) {
    super('The vendor is in trouble');
    this.failure = failures.get(word) ?? statusToFailure(reply?.status);
    this.retryAfterSeconds = Number(reply?.headers.get('retry-after')) || null;
  }
}

const failures = new Map([
  ['tired', passing('provider_overloaded')],
  ['too_long_a_talk', lasting('context_too_long')],
]);

function toAppError(cause: unknown): AppError {
  if (!(cause instanceof Trouble)) return new AppError('provider_failed', { cause });
  const { failure, retryAfterSeconds } = cause;
  return new AppError(failure.code, { cause, isTransient: failure.isTransient, retryAfterSeconds });
}

// index.ts
function createAcmeProvider({ apiKey, baseUrl, fetch }: ProviderSettings): AiProvider {
  async function talk(request: AnswerRequest, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers = { 'x-acme-key': apiKey, traceparent: request.traceparent };
    const body = JSON.stringify(toRequest(request));
    const reply = await fetch(`${baseUrl}/talk`, { method: 'POST', headers, body, signal }).catch(
      (cause: unknown) => {
        throw new AppError('provider_failed', { cause, isTransient: !signal.aborted });
      },
    );
    if (reply.ok && reply.body) return reply.body;
    const text = await reply.text();
    throw new Trouble(text.startsWith('{') ? v.parse(Refusal, JSON.parse(text)).trouble : '', reply);
  }
  return {
    async *streamAnswer(request, signal) {
      try {
        yield* fromStream(await talk(request, signal));
      } catch (error) {
        throw error instanceof AppError ? error : toAppError(error);
      }
    },
  };
}

const Refusal = v.object({ trouble: v.optional(v.string(), '') });

// __fixtures__/
const answer = [
  '{"think":"They greet me."}',
  '{"say":"Grüße"}',
  '{"say":" aus 東京 👩‍👩‍👧"}',
  '{"count":{"heard":7,"said":9}}',
  '{"end":"done"}',
  '',
].join('\n');
const cutByLength = '{"say":"Once upon"}\n{"end":"full"}\n';
const trouble = '{"say":"Half"}\n{"trouble":"tired"}\n';

// index.test.ts
describe('a new wire format', () => {
  describeProvider({
    create: createAcmeProvider,
    answer,
    expected: {
      text: 'Grüße aus 東京 👩‍👩‍👧',
      usage: { inputTokens: 7, outputTokens: 9 },
      finish: 'stop',
    },
    endMarker: '{"end":"done"}\n',
    errorBody: (error) => error,
    errors: [
      [400, { trouble: 'too_long_a_talk' }, 'context_too_long', false],
      [400, { trouble: 'tired' }, 'provider_overloaded', true],
    ],
  });

  test.each([
    ['cut by length', cutByLength, { text: 'Once upon', finish: 'length', error: null }],
    ['in trouble', trouble, { text: 'Half', finish: null, error: { code: 'provider_overloaded' } }],
  ])('a stream %s', async (_name, stream, expected) => {
    expect(await collectAnswer(answering(createAcmeProvider, stream))).toMatchObject(expected);
  });
});

/** The line in registry.ts. */
const kinds = new Map([
  ...providerKinds,
  ['acme', { create: createAcmeProvider, prefix: 'ACME', baseUrl: 'https://acme.example' }] as const,
]);

/** The config of the row that the page inserts. */
const Config = v.looseObject({ kind: v.string(), base_url: v.string(), api_key_name: v.string() });
const config = v.parse(Config, JSON.parse(/'(\{[^']*\})'/.exec(recipe)?.[1] ?? 'null'));
const { base_url: _base, api_key_name: _key, ...plain } = config;

const row = (name: string, settings: object) => {
  const id = crypto.randomUUID();
  return { id, name, api_identifier: `recipe-${id}`, config: settings };
};
const known = row('A row is enough', config);
const third = row('A kind is a line', { ...plain, kind: 'acme' });

/** A worker whose vendors, whoever they are, answer this; `asked` has where they were asked and with what headers. */
function setUp(stream: string, env: Record<string, string>) {
  const vendor = chunkedFetch([stream]);
  const asked: [address: string, headers: Record<string, string>][] = [];
  const worker = createTestWorker({
    env,
    kinds,
    fetch: (input, init) => {
      if (!new URL(addressOf(input)).host.includes('example')) return fetch(input, init);
      asked.push([addressOf(input), Object.fromEntries(new Headers(init?.headers))]);
      return vendor(input, init);
    },
  });
  return { worker, asked, bodies: vendor.bodies };
}

/** What a worker offers. */
async function offered(worker: TestWorker): Promise<string[]> {
  const reply = await worker.send('/api/ai-providers');
  return v.parse(AiProvidersReply, await reply.json()).providers.map(({ id }) => id);
}

describe('a row of the page', () => {
  beforeAll(async () => {
    await insertRows('ai_providers', [known, third]);
  });
  // Other tests have the catalog of the seed; messages refer to these rows, so that they can't be deleted.
  afterAll(async () => {
    await updateRows(`ai_providers?id=in.(${known.id},${third.id})`, { is_active: false });
  });

  test('is a model that answers', async () => {
    const { worker, asked, bodies } = setUp(openAiAnswer, { EXAMPLE_API_KEY: 'sk-example' });
    expect(await offered(worker)).toContain(known.id);
    const { headers } = await signUp();
    const { text } = await readEvents(await ask(worker, { message: 'Hi', providerId: known.id }, headers));
    expect(text).toBe('Grüße aus 東京 👩‍👩‍👧!\n');
    expect(asked).toMatchObject([
      ['https://models.example.com/v1/chat/completions', { authorization: 'Bearer sk-example' }],
    ]);
    expect(bodies).toMatchObject([{ model: 'the-vendors-name-for-it', temperature: 0.7 }]);
  });

  test('of a new wire format is one too', async () => {
    const { worker, asked, bodies } = setUp(answer, { ACME_API_KEY: 'sk-acme' });
    expect(await offered(worker)).toContain(third.id);
    const { headers } = await signUp();
    const chatId = crypto.randomUUID();
    const reply = await ask(worker, { message: 'Hi', providerId: third.id, chatId }, headers);
    const { text, types } = await readEvents(reply);
    await worker.settled();
    expect(text).toBe('Grüße aus 東京 👩‍👩‍👧');
    expect(types.at(-1)).toBe('finish');
    expect(asked).toMatchObject([['https://acme.example/talk', { 'x-acme-key': 'sk-acme' }]]);
    expect(bodies).toMatchObject([
      { engine: 'the-vendors-name-for-it', temperature: 0.7, talk: [{ role: 'user', content: 'Hi' }] },
    ]);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`)).toMatchObject([
      { status: 'complete', content: text, ai_provider_id: third.id },
    ]);
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([
      { input_tokens: 7, output_tokens: 9, is_estimated: false },
    ]);
  });

  test('without what it needs is not offered, and the log says why', async () => {
    const worker = createTestWorker();
    const ids = await offered(worker);
    expect(ids).not.toContain(known.id);
    expect(ids).not.toContain(third.id);
    // Rows of one statement are equally old, and come in any order.
    const reasons = new Map(worker.logged.map(({ event, id, kind, reason }) => [id, [event, kind, reason]]));
    expect(reasons).toEqual(
      new Map([
        [known.id, ['provider_not_offered', 'openai', 'no_key']],
        [third.id, ['provider_not_offered', 'acme', 'unknown_kind']],
      ]),
    );
  });
});
