import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatReply } from '../../protocol/chat.ts';
import { streamEnd } from '../../protocol/event-stream.ts';
import { servicePaths } from '../../protocol/paths.ts';
import { fromFreshAddress, type ApiCaller } from './callers.ts';
import { openDeployment, type Deployment } from './open-deployment.ts';
import { seeded } from './seed.ts';

/** Real replies, checked as somebody would who has nothing but `/api/openapi.json` and a JSON Schema validator. */

const Headers = v.record(v.string(), v.unknown());
const Response = v.object({
  headers: Headers,
  content: v.optional(v.record(v.string(), v.unknown())),
});
const Document = v.looseObject({
  paths: v.record(v.string(), v.record(v.string(), v.object({ responses: v.record(v.string(), Response) }))),
  components: v.looseObject({ headers: Headers, responses: v.record(v.string(), Response) }),
});

let site: Deployment;
let user: ApiCaller;
let visitor: ApiCaller;
let document: v.InferOutput<typeof Document>;
let ajv: Ajv2020;

beforeAll(async () => {
  site = await openDeployment({ environment: { ALLOWED_ORIGINS: 'https://shop.example' } });
  [user, visitor] = [await site.signUp(), await site.visitor()];
  document = v.parse(Document, await (await fetch(`${site.url}${servicePaths.openapi}`)).json());
  ajv = new Ajv2020({ strict: false, formats: { uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/ } });
  ajv.addSchema(document, 'api');
});

afterAll(() => site.stop());

interface Sending {
  readonly as?: ApiCaller;
  readonly chatId?: string;
  readonly messageId?: string;
  readonly query?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** Sends a request to an operation, and checks that its reply is one that the document has. */
async function send(name: string, sending: Sending = {}) {
  const [method = '', path = ''] = name.split(' ');
  const { as = { headers: {} }, query = '', body, headers } = sending;
  const { chatId = crypto.randomUUID(), messageId = crypto.randomUUID() } = sending;
  const address = path.replace('{chatId}', chatId).replace('{messageId}', messageId);
  const reply = await fetch(`${site.url}${address}${query}`, {
    method,
    headers: {
      ...fromFreshAddress(),
      ...as.headers,
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const status = String(reply.status);
  const responses = document.paths[path]?.[method.toLowerCase()]?.responses;
  const at = responses ? ['paths', path, method.toLowerCase(), 'responses', status] : methodNotAllowed;
  const described = responses ? responses[status] : document.components.responses['MethodNotAllowed'];
  expect(described, `${name} ${status}`).toBeDefined();
  expectHeaders(reply, Object.keys(described?.headers ?? {}), `${name} ${status}`);
  const [type] = (reply.headers.get('content-type') ?? '').split(';');
  expect(Object.keys(described?.content ?? {}), `${name} ${status}`).toEqual(
    text === '' ? [] : expect.arrayContaining([type]),
  );
  if (type?.endsWith('json')) expectValid([...at, 'content', type, 'schema'], JSON.parse(text));
  return { status: reply.status, text };
}

const methodNotAllowed = ['components', 'responses', 'MethodNotAllowed'];

/** Headers that any of the replies are said to have must be said of this one too. */
function expectHeaders({ headers }: globalThis.Response, described: string[], where: string): void {
  const known = Object.keys(document.components.headers).filter((name) => headers.has(name));
  expect(described, where).toEqual(expect.arrayContaining(known));
  expect(known, where).toEqual(expect.arrayContaining(['x-request-id', 'traceparent']));
}

function expectValid(path: string[], value: unknown): void {
  const pointer = path.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const validate = ajv.compile({ $ref: `api#/${encodeURI(pointer)}` });
  validate(value);
  expect(validate.errors, pointer).toBeNull();
}

const turn = { providerId: seeded.openai, message: 'Describe yourself' };
const turnOf = async (as: ApiCaller) =>
  v.parse(ChatReply, JSON.parse((await send('POST /api/chat', { as, body: turn })).text));

describe('a real reply is what the description says', () => {
  it('when all goes well', async () => {
    const { chatId, userMessage, message } = await turnOf(user);
    const messageId = message.id;
    const again = { providerId: seeded.openai, chatId, parentId: userMessage.id, regenerate: true };
    const whole = [
      await send('POST /api/chat', { as: user, body: again }),
      await send('GET /api/chat-history', { as: user, query: '?limit=1&search=yourself' }),
      await send('PUT /api/feedback/{messageId}', {
        as: user,
        messageId,
        body: { rating: 'up', comment: 'So' },
      }),
      await send('GET /api/chat-details/{chatId}', { as: user, chatId }),
      await send('PATCH /api/chat-details/{chatId}', { as: user, chatId, body: { title: 'Mine' } }),
      await send('GET /api/chat-details/{chatId}/export', { as: user, chatId }),
      await send('GET /api/chat-details/{chatId}/export', { as: user, chatId, query: '?format=json' }),
      await send('GET /api/anonymous-usage'),
      await send('GET /api/config'),
      await send('GET /api/ai-providers'),
      await send('GET /api/system-prompts'),
      await send('GET /api/healthz'),
      await send('GET /api/readyz'),
      await send('GET /api/openapi.json'),
    ];
    expect(whole.map(({ status }) => status)).toEqual(whole.map(() => 200));
    const empty = [
      await send('GET /api/chat/{chatId}/stream', { as: user, chatId }),
      await send('POST /api/chat/{chatId}/stop', { as: user, chatId }),
      await send('DELETE /api/feedback/{messageId}', { as: user, messageId }),
      await send('DELETE /api/chat-details/{chatId}', { as: user, chatId }),
    ];
    expect(empty.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
  });

  it('in a stream, event by event', async () => {
    const headers = { accept: 'text/event-stream' };
    for (const message of ['In pieces', 'simulate disconnect']) {
      const body = { ...turn, message };
      const { text } = await send('POST /api/chat', { as: user, body, headers });
      const events = Array.from(text.matchAll(/^data: (.*)$/gm), ([, data = '']) => data);
      expect(events.at(-1)).toBe(streamEnd);
      for (const event of events.slice(0, -1))
        expectValid(['components', 'schemas', 'StreamPart'], JSON.parse(event));
    }
  });

  it('when it is refused, whatever the reason', async () => {
    const { chatId } = await turnOf(visitor);
    const replies = [
      await send('POST /api/chat', { body: { ...turn, message: '' } }),
      await send('POST /api/chat', { body: { ...turn, message: 'x'.repeat(40_000) } }),
      await send('POST /api/chat', { body: { ...turn, message: 'simulate error' } }),
      await send('POST /api/chat', { body: { ...turn, message: 'simulate 429' } }),
      await send('GET /api/chat-history', { query: '?limit=101', as: user }),
      await send('GET /api/chat-history', { as: visitor }),
      await send('GET /api/config', { as: { headers: { authorization: 'Bearer x' } } }),
      await send('GET /api/config', { headers: { origin: 'https://evil.example' } }),
      await send('GET /api/chat-details/{chatId}', { chatId }),
      await send('PUT /api/feedback/{messageId}', { body: { rating: 'up', comment: 'x'.repeat(1_001) } }),
      await send('DELETE /api/feedback/{messageId}'),
      await send('PUT /api/chat', { body: turn }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([
      400, 413, 502, 503, 400, 401, 401, 403, 404, 400, 404, 405,
    ]);
  });

  it('when there is no more', async () => {
    const address = fromFreshAddress();
    const replies: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) {
      const { status } = await send('POST /api/chat', { as: visitor, body: turn, headers: address });
      replies.push(status);
    }
    expect(replies.at(-1)).toBe(429);
  });
});
