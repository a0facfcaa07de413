import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStubDatabase } from './stub-database.ts';
import { createStubModel, type StubModel } from './stub-model.ts';

/** What stands around a Worker that is measured. */
export interface Stubs {
  readonly model: StubModel;
  /** Of the Worker, so that it uses them. */
  readonly variables: Record<string, string>;
  close(): void;
}

/** Starts a stub database and a stub model on free ports. */
export async function openStubs(): Promise<Stubs> {
  const database = createStubDatabase();
  const model = createStubModel();
  const modelUrl = await listen(model.server);
  return {
    model,
    variables: {
      SUPABASE_URL: await listen(database),
      SUPABASE_PUBLISHABLE_KEY: 'stub',
      SUPABASE_SECRET_KEY: 'stub',
      VISITOR_SECRET: 'a secret of the bench, thirty-two characters and more',
      DAILY_BUDGET_USD: '1',
      OPENAI_API_KEY: 'stub',
      OPENAI_BASE_URL: `${modelUrl}/v1`,
      MODEL_TITLES: 'false',
    },
    close() {
      for (const server of [database, model.server]) server.close();
      for (const server of [database, model.server]) server.closeAllConnections();
    },
  };
}

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server's address is never the string of a pipe.
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
