import { onTestFinished } from 'vitest';
import { memberPaths, paths } from '../../../protocol/paths.ts';
import { addressOf } from '../address-of.ts';
import { openAi } from '../ask.ts';
import { createTestWorker, type TestWorker } from '../create-test-worker.ts';
import { canary, type ProblemDetails } from '../expect-problem.ts';
import { createPkce, handedOver, shop } from '../hand-off.ts';
import { signUp } from '../sign-up.ts';

/** A request that is refused, and the worker that refuses it. */
export interface RefusedRequest {
  readonly worker: TestWorker;
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** One way to a refusal that comes before anything is spent. */
export interface Refusal extends ProblemDetails {
  readonly cause: string;
  /** Sets everything up for the request, and does not send it. */
  readonly arrange: () => RefusedRequest | Promise<RefusedRequest>;
  /** The methods that there are, where that was the mistake. */
  readonly allow?: string;
}

/** Who is asked, and what else is in the request. More may be known of it, such as who a member is. */
interface Circumstances {
  readonly worker?: TestWorker;
  readonly headers?: Record<string, string>;
}

/** Asks for something at a path. */
export function requesting(method: string, path: string, circumstances: Circumstances = {}): RefusedRequest {
  const { worker = createTestWorker(), headers = {} } = circumstances;
  return { worker, path, method, headers };
}

/** Sends a body, as JSON unless the headers say otherwise. */
export function sending(
  method: string,
  path: string,
  body: string,
  circumstances: Circumstances = {},
): RefusedRequest {
  const headers = { 'content-type': 'application/json', ...circumstances.headers };
  return { ...requesting(method, path, { ...circumstances, headers }), body };
}

/** Sends a turn whose answer would be streamed. */
export function asking(body: object, circumstances: Circumstances = {}): RefusedRequest {
  const whole = JSON.stringify({ message: 'Hi', providerId: openAi, ...body });
  const headers = { accept: 'text/event-stream', ...circumstances.headers };
  return sending('POST', paths.chat, whole, { ...circumstances, headers });
}

/** Leaves the session of a new user for the page of a shop. */
export async function leaving(
  changed: Record<string, unknown>,
  worker = createTestWorker(),
): Promise<RefusedRequest> {
  const body = { codeChallenge: (await createPkce()).codeChallenge, redirectTo: `${shop}/`, ...handedOver };
  const whole = JSON.stringify({ ...body, ...changed });
  return sending('POST', memberPaths.sessionCode, whole, { worker, ...(await signUp()) });
}

/** A worker of a deployment with other limits. They are stored: they end with the test, or the next one would find them. */
export function workerWithLimits(env: Record<string, string>): TestWorker {
  onTestFinished(async () => {
    await createTestWorker().send(paths.config);
  });
  return createTestWorker({ env });
}

/** A database that answers this one function so, and all else as ever. */
export function databaseSays(name: string, status: number, body: object): typeof fetch {
  const refusal = { message: canary, details: canary, hint: canary, ...body };
  return (input, init) =>
    addressOf(input).endsWith(`/rpc/${name}`)
      ? Promise.resolve(Response.json(refusal, { status }))
      : fetch(input, init);
}
