import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../protocol/paths.ts';
import { openDeployment, type Deployment } from '../e2e/open-deployment.ts';
import { seeded } from '../e2e/seed.ts';

let site: Deployment;

beforeAll(async () => {
  site = await openDeployment();
});

afterEach(() => {
  site.gate.release();
});

afterAll(() => site.stop());

/** A streamed turn whose reader can leave at any time, as a closed tab does: their socket closes. */
async function ask(message: string, providerId: string) {
  const { headers } = await site.signUp();
  const leaving = new AbortController();
  const reply = await fetch(`${site.url}${paths.chat}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ message, providerId }),
    signal: leaving.signal,
  });
  expect(reply.status).toBe(200);
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async readUntil(words: string) {
      for (let seen = ''; !seen.includes(words);) seen += (await reader.read()).value ?? expect.fail(seen);
    },
    leave: () => {
      leaving.abort();
    },
  };
}

// Over real sockets on both sides of workerd, which notices that somebody has left only when it writes to them.
describe.each(['openai', 'anthropic'] as const)('a reader of %s who leaves', (vendor) => {
  it('before the first word ends the request to the model', async () => {
    site.gate.hold();
    const words = `Never mind, ${vendor}`;
    const turn = await ask(words, seeded[vendor]);
    await turn.readUntil('"start"');
    await expect.poll(() => site.gate.requests(words)).toEqual(['held']);
    turn.leave();
    await expect.poll(() => site.gate.requests(words)).toEqual(['left']);
  });

  it('in the middle of the answer ends it before it was written whole', async () => {
    const words = `slow, ${vendor}`;
    const turn = await ask(words, seeded[vendor]);
    await turn.readUntil('"text-delta"');
    expect(site.gate.requests(words)).toEqual(['answering']);
    turn.leave();
    await expect.poll(() => site.gate.requests(words)).toEqual(['left']);
  });
});
