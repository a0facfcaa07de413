import { describe, expect, test } from 'vitest';
import { bodyBytesMax } from '../../protocol/chat.ts';
import { chatDetailsPath, paths } from '../../protocol/paths.ts';
import { openAi, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { signUp, type Member } from '../testing/sign-up.ts';

const notUtf8 = 'The body was cut off, or is not UTF-8';
const json = { 'content-type': 'application/json' };

/** Every route that takes a body. */
const routes: [method: string, path: string][] = [
  ['POST', paths.chat],
  ['PATCH', chatDetailsPath(crypto.randomUUID())],
];

function send(
  [method, path]: [string, string],
  { headers }: Member,
  body: BodyInit,
  more: Record<string, string> = json,
) {
  const worker = createTestWorker();
  return { worker, reply: worker.send(path, { method, headers: { ...headers, ...more }, body }) };
}

/** A body without end, in pieces of 4 kB, and how much of it was taken. */
function endless() {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += 4_096;
        controller.enqueue(new Uint8Array(4_096).fill(32));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken };
}

describe.each(routes)('the body of %s %s', (...route) => {
  test('is refused above 32 KB', async () => {
    const { worker, reply } = send(route, await signUp(), ' '.repeat(bodyBytesMax + 1));
    expect(await readProblem(await reply)).toMatchObject({ status: 413, code: 'message_too_long' });
    expect(worker.fetched).toEqual([]);
  });

  test.each([
    ['says nothing of its length', {}],
    ['says it is short', { 'content-length': '2' }],
  ])('is counted as it comes in when it %s', async (_name, more) => {
    const { body, taken } = endless();
    const { reply } = send(route, await signUp(), body, { ...json, ...more });
    expect((await readProblem(await reply)).code).toBe('message_too_long');
    expect(taken()).toBeLessThanOrEqual(bodyBytesMax + 2 * 4_096);
  });

  test.each([
    ['no type', undefined],
    ['a type that a form can have', 'text/plain'],
    ['a type that only begins like it', 'application/jsonp'],
    ['a type within another', 'text/plain; x=application/json'],
  ])('is refused with %s', async (_name, type) => {
    const more: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const bytes = new TextEncoder().encode('{}');
    const { worker, reply } = send(route, await signUp(), bytes, more);
    expect(await readProblem(await reply)).toMatchObject({
      code: 'invalid_request',
      detail: 'The content-type is not application/json',
    });
    expect(worker.fetched).toEqual([]);
  });

  test.each([
    ['empty', '', 'The body is not JSON'],
    ['half of an object', '{"message":', 'The body is not JSON'],
    ['in another encoding', new Uint8Array([0x22, 0xe9, 0x22]), notUtf8],
    ['a surrogate in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), notUtf8],
    ['cut within a character', new Uint8Array([0x22, 0xf0, 0x9f, 0x98]), notUtf8],
  ])('is refused when it is %s', async (_name, body, detail) => {
    const { reply } = send(route, await signUp(), body);
    expect(await readProblem(await reply)).toMatchObject({ code: 'invalid_request', detail });
  });

  test('may say its character set', async () => {
    const { reply } = send(route, await signUp(), '"{}"', {
      'content-type': 'Application/JSON; charset=utf-8',
    });
    expect((await readProblem(await reply)).detail).toBe('The body is not valid');
  });
});

test('a character that comes in two pieces is whole', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ message: 'Grüße 🦊', providerId: openAi }));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const headers = { ...json, accept: 'application/json' };
  const reply = await createTestWorker().send(paths.chat, { method: 'POST', headers, body });
  expect(await reply.json()).toMatchObject({ userMessage: { content: 'Grüße 🦊' } });
});
