import { expect, onTestFinished, test } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { chatDetailsPath, paths } from '../../protocol/paths.ts';
import { addressOf } from '../testing/address-of.ts';
import { ask } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { canary, expectBrokenStream, page } from '../testing/expect-problem.ts';
import { openVendor, type OpenVendor } from '../testing/open-vendor.ts';
import { signUp, type Member } from '../testing/sign-up.ts';

/*
 * Codes that a second reader of a running answer meets, in the middle of the stream.
 */

interface Running {
  readonly member: Member;
  readonly chatId: string;
  readonly vendor: OpenVendor;
}

interface Break {
  readonly code: ErrorCode;
  readonly status: number;
  readonly cause: string;
  /** What the database answers to whoever looks after the answer. */
  readonly look?: () => Response;
  readonly env?: Record<string, string>;
  /** Happens when the second reader is there. */
  readonly happens?: (running: Running) => unknown;
}

const databaseSays = (status: number, code: string) => () =>
  Response.json({ code, message: canary, details: canary, hint: canary }, { status });

const breaks: readonly Break[] = [
  { code: 'invalid_token', status: 401, cause: 'a token that ends', look: databaseSays(401, 'PGRST303') },
  {
    code: 'not_found',
    status: 404,
    cause: 'a chat that is deleted',
    happens: ({ chatId, member: { headers } }) =>
      createTestWorker().send(chatDetailsPath(chatId), { method: 'DELETE', headers }),
  },
  { code: 'internal', status: 500, cause: 'a table that is missing', look: databaseSays(404, '42P01') },
  {
    code: 'provider_failed',
    status: 502,
    cause: 'a model that is cut off',
    happens({ vendor }) {
      vendor.write('Half');
      vendor.cut();
    },
  },
  {
    code: 'service_unavailable',
    status: 503,
    cause: 'a database that stays away',
    look: databaseSays(503, '57P03'),
  },
  {
    code: 'provider_timeout',
    status: 504,
    cause: 'an answer that outlives every turn',
    env: { TURN_TIMEOUT_MS: '50' },
  },
];

/** An answer that runs until the test is over. */
async function runAnswer(): Promise<Running> {
  const vendor = openVendor();
  const worker = createTestWorker({ fetch: vendor.fetch });
  const member = await signUp();
  const chatId = crypto.randomUUID();
  const reply = await ask(worker, { message: 'Take your time', chatId }, member.headers);
  onTestFinished(async () => {
    vendor.finish();
    await reply.text();
    await worker.settled();
  });
  return { member, chatId, vendor };
}

test.each(breaks)('$code ($status): $cause', async ({ code, status, look, env = {}, happens }) => {
  const running = await runAnswer();
  const worker = createTestWorker({
    env,
    fetch: (input, init) =>
      look && addressOf(input).includes('/chat_messages?') ? Promise.resolve(look()) : fetch(input, init),
  });
  const path = paths.chatStream.replace(':chatId', running.chatId);
  const reply = await worker.send(path, { headers: { ...running.member.headers, origin: page } });
  await happens?.(running);
  const { text } = await expectBrokenStream(reply, 'interrupted', { code, status });
  expect(text).toBe(code === 'provider_failed' ? 'Half' : '');
  // Who follows an answer only reads.
  const asked = new Set(worker.fetched.map((url) => new URL(url).pathname));
  expect([...asked]).toEqual(['/rest/v1/rpc/running_answer', '/rest/v1/chat_messages']);
});
