import { visitorHeader } from '../../protocol/paths.ts';
import type { TestWorker } from './create-test-worker.ts';

/** Headers of a visitor whom the worker has just met. */
export async function becomeVisitor(worker: TestWorker): Promise<Record<string, string>> {
  const reply = await worker.send('/api/anonymous-usage');
  const token = reply.headers.get(visitorHeader);
  if (token === null) throw new Error('No visitor token came back');
  return { [visitorHeader]: token };
}
