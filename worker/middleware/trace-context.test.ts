import { describe, expect, test } from 'vitest';
import { servicePaths } from '../../protocol/paths.ts';
import { ask, askForJson } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';

async function replyTo(traceparent?: string): Promise<string> {
  const headers = traceparent === undefined ? {} : { traceparent };
  const reply = await createTestWorker().send(servicePaths.healthz, { headers });
  return reply.headers.get('traceparent') ?? '';
}

describe('a trace', () => {
  test.each([
    ['recorded', `00-${traceId}-${parentId}-01`, '01'],
    ['not recorded', `00-${traceId}-${parentId}-00`, '00'],
    ['with flags we do not know', `00-${traceId}-${parentId}-ff`, '01'],
    ['of a later version', `cc-${traceId}-${parentId}-01-what-the-future-holds`, '01'],
  ])('that is %s goes on, with a place of our own', async (_name, given, flags) => {
    const reply = await replyTo(given);
    expect(reply).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-${flags}$`));
    expect(reply).not.toContain(parentId);
  });

  test.each([
    ['nothing', undefined],
    ['something else', 'hello'],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${parentId}-01`],
    ['a parent of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['capital letters', `00-${traceId.toUpperCase()}-${parentId}-01`],
    ['more than version 00 has', `00-${traceId}-${parentId}-01-more`],
    ['a version that is none', `ff-${traceId}-${parentId}-01`],
    ['two of them', `00-${traceId}-${parentId}-01, 00-${traceId}-${parentId}-01`],
  ])('begins with %s', async (_name, given) => {
    const reply = await replyTo(given);
    expect(reply).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
    expect(reply).not.toContain(traceId);
    expect(await replyTo(given)).not.toBe(reply);
  });

  test('is found in the log of a turn, of a refusal, and in what the model is asked', async () => {
    const seen: (string | null)[] = [];
    const worker = createTestWorker({
      fetch: (input, init) => {
        const traceparent = new Headers(init?.headers).get('traceparent');
        if (traceparent !== null) seen.push(traceparent);
        return fetch(input, init);
      },
    });
    const headers = { traceparent: `00-${traceId}-${parentId}-01` };
    await askForJson(worker, { message: 'Where does this go?' }, headers);
    await ask(worker, { message: '' }, headers);
    await worker.settled();
    expect(worker.logged).toMatchObject([
      { event: 'turn', traceId },
      { event: 'refused', traceId },
    ]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain(traceId);
  });
});
