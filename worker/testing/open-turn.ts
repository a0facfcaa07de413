import { ask } from './ask.ts';
import { createTestWorker, type TestWorker } from './create-test-worker.ts';
import { openVendor, type OpenVendor } from './open-vendor.ts';
import { signUp } from './sign-up.ts';

/** An answer that runs, in the words and at the pace of the test. */
export interface OpenTurn {
  readonly vendor: OpenVendor;
  readonly worker: TestWorker;
  /** Another isolate that reaches the answers of the first. */
  readonly elsewhere: TestWorker;
  /** Headers of whoever asked. */
  readonly headers: Record<string, string>;
  readonly chatId: string;
  readonly body: { readonly message: string; readonly chatId: string; readonly messageId: string };
  /** The stream of whoever asked. */
  readonly reply: Response;
}

interface OpenTurnOptions {
  readonly env?: Record<string, string>;
  /** Stands between the worker and all but its model. */
  readonly fetch?: typeof fetch;
  /** Who asks, instead of a new user. */
  readonly headers?: Record<string, string>;
}

/** Asks something of a model that says what the test says, when it says it. */
export async function openTurn({
  env = {},
  fetch: passOn,
  headers,
}: OpenTurnOptions = {}): Promise<OpenTurn> {
  const vendor = openVendor(passOn);
  const worker = createTestWorker({ fetch: vendor.fetch, env });
  const asking = headers ?? (await signUp()).headers;
  const chatId = crypto.randomUUID();
  const body = { message: 'Take your time', chatId, messageId: crypto.randomUUID() };
  const reply = await ask(worker, body, asking);
  const elsewhere = createTestWorker({ answers: worker.answers });
  return { vendor, worker, elsewhere, headers: asking, chatId, body, reply };
}
