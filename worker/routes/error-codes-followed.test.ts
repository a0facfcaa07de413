import { describe, expect, test } from 'vitest';
import { Problem, type ErrorCode } from '../../protocol/errors.ts';
import { chatStreamPath } from '../../protocol/paths.ts';
import * as v from 'valibot';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { expectLogged, expectProblem, page } from '../testing/expect-problem.ts';
import { openTurn } from '../testing/open-turn.ts';
import type { OpenVendor } from '../testing/open-vendor.ts';
import { readEvents } from '../testing/read-events.ts';
import { databaseSays } from '../testing/refusals/refusal.ts';

/*
 * Codes that a second reader of a running answer meets: before the stream those of their own request, and in it what befalls
 * the answer, as everybody who reads it is told.
 */

describe('before the stream', () => {
  test.each([
    ['invalid_token', 401, 'a token that ends on its way to the database', 401, 'PGRST303'],
    ['internal', 500, 'a function that is missing', 404, '42P01'],
    ['service_unavailable', 503, 'a database that starts again', 503, '57P03'],
  ] as const)('%s (%i): %s', async (code, status, _cause, said, sqlState) => {
    const { vendor, worker, headers, chatId, reply } = await openTurn();
    const first = readEvents(reply);
    const elsewhere = createTestWorker({
      answers: worker.answers,
      fetch: databaseSays('running_answers', said, { code: sqlState }),
    });
    const refused = await elsewhere.send(chatStreamPath(chatId), { headers: { ...headers, origin: page } });
    await expectProblem(refused, { code, status });
    expectLogged(elsewhere, refused, code);
    vendor.write('Nobody else minds.');
    vendor.finish();
    expect((await first).types.at(-1)).toBe('finish');
    await worker.settled();
  });
});

interface Break {
  readonly code: ErrorCode;
  readonly status: number;
  readonly cause: string;
  readonly env?: Record<string, string>;
  readonly fetch?: typeof fetch;
  /** Happens when the second reader is there and half of the answer has come. */
  readonly happens?: (vendor: OpenVendor) => void;
}

const breaks: readonly Break[] = [
  {
    code: 'provider_failed',
    status: 502,
    cause: 'a model that is cut off',
    happens: (vendor) => {
      vendor.cut();
    },
  },
  {
    code: 'provider_timeout',
    status: 504,
    cause: 'a model that falls silent',
    env: { IDLE_TIMEOUT_MS: '50' },
  },
  {
    code: 'internal',
    status: 500,
    cause: 'an answer that can not be stored',
    fetch: databaseSays('finish_turn', 404, { code: '42P01' }),
    happens: (vendor) => {
      vendor.finish();
    },
  },
];

describe('in the stream', () => {
  test.each(breaks)('$code ($status): $cause', async ({ code, status, env, fetch, happens }) => {
    const turn = await openTurn({ ...(env && { env }), ...(fetch && { fetch }) });
    const { vendor, worker, headers, chatId, reply, elsewhere } = turn;
    const first = readEvents(reply);
    const joined = readEvents(await elsewhere.send(chatStreamPath(chatId), { headers }));
    vendor.write('Half');
    happens?.(vendor);
    const [mine, theirs] = await Promise.all([first, joined]);
    await worker.settled();
    expect(theirs).toEqual(mine);
    expect(theirs.text).toBe('Half');
    const [metadata, error] = theirs.parts.slice(-2);
    expect(metadata).toEqual({ type: 'message-metadata', messageMetadata: { status: 'interrupted' } });
    const problem = v.parse(Problem, JSON.parse(error?.type === 'error' ? error.errorText : 'null'));
    // The name of the request that asked finds it in the log, where it stands once.
    expect(problem).toMatchObject({ code, status, requestId: reply.headers.get('x-request-id') });
    expectLogged(worker, reply, code);
    expect(elsewhere.logged).toEqual([]);
    // Whoever joins an answer only reads.
    expect(elsewhere.fetched.map((url) => new URL(url).pathname)).toEqual(['/rest/v1/rpc/running_answers']);
  });
});
