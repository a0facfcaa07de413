import { expect, inject } from 'vitest';
import { addressOf } from './address-of.ts';
import { ask } from './ask.ts';
import { testProviderKey, testVisitorSecret, type TestWorker } from './create-test-worker.ts';

/*
 * Canaries: strings that stand for what must not get out. They go in wherever something goes in, and are then looked for in
 * every line of the log, in its raw text, and in every reply that they do not belong to.
 */

/** The address of whoever asks. */
export const watchedAddress = '203.0.113.77';

/** {@link canaries} */
export type Canaries = Readonly<Record<'message' | 'prompt' | 'database' | 'vendor' | 'junk', string>>;

/** What somebody said, one name for each place where it was said. */
export function canaries(): Canaries {
  const name = () => `canary-${crypto.randomUUID()}`;
  return { message: name(), prompt: name(), database: name(), vendor: name(), junk: name() };
}

/** What is secret in every deployment of the tests. */
export function deploymentSecrets(): string[] {
  const { secretKey, jwtSecret } = inject('stack');
  return [secretKey, jwtSecret, testProviderKey, testVisitorSecret];
}

/** Checks that a text has none of these in it. */
export function expectNoneOf(secrets: readonly string[], text: string, where: string): void {
  for (const secret of secrets) expect(text.includes(secret), `${where}: ${secret} in ${text}`).toBe(false);
}

/** An error body of the Data API that quotes what it was asked, as Postgres does. */
export function databaseError(quoted: string, status: number): Response {
  const body = { code: quoted, message: quoted, details: `Key (content)=(${quoted})`, hint: quoted };
  return Response.json(body, { status });
}

/** A vendor's error that quotes the key and the prompt, as vendors do, in the shape that both read. */
export function vendorError(quoted: string, status: number): Response {
  const message = `Incorrect API key provided: ${testProviderKey}. You sent: ${quoted}`;
  const error = { type: quoted, code: quoted, message, param: quoted };
  return Response.json({ type: 'error', error }, { status, headers: { 'request-id': quoted } });
}

/**
 * Stands between the worker and the network.
 * @param failure what comes instead of a reply from this address
 * @param passOn where the other requests go
 */
export function withFailures(
  failure: (url: string) => Response | Error | undefined,
  passOn: typeof fetch = fetch,
): typeof fetch {
  return (input, init) => {
    const failed = failure(addressOf(input));
    if (failed instanceof Error) return Promise.reject(failed);
    return failed ? Promise.resolve(failed) : passOn(input, init);
  };
}

/** Sends a turn both ways and returns all that came back. */
export async function converse(
  worker: TestWorker,
  body: Record<string, unknown>,
  headers: Record<string, string>,
): Promise<string> {
  let replies = '';
  for (const accept of ['text/event-stream', 'application/json']) {
    const reply = await ask(worker, { ...body, messageId: crypto.randomUUID() }, { ...headers, accept });
    replies += JSON.stringify([...reply.headers]) + (await reply.text());
  }
  await worker.settled();
  return replies;
}
