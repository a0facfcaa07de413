import { expect, test } from 'vitest';
import * as v from 'valibot';
import { askForJson } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { betweenModels, isModelUrl, modelRequests } from '../testing/model-journal.ts';
import { offerProvider } from '../testing/offer-provider.ts';
import { signUp } from '../testing/sign-up.ts';

const Asked = v.object({ messages: v.array(v.object({ role: v.string(), content: v.string() })) });

/** What the model was told in the turn with these words, as role and the first word of each message. */
async function told(words: string): Promise<string[][]> {
  const requests = await modelRequests(words);
  return requests.map(({ body }) =>
    v.parse(Asked, body).messages.map(({ role, content }) => `${role} ${String(content.split(' ')[0])}`),
  );
}

const filler = 'word '.repeat(150);

/** A conversation of so many questions, each of about 250 tokens, as its answers are. */
async function converse(worker: ReturnType<typeof createTestWorker>, providerId: string, count: number) {
  const { headers } = await signUp();
  const chatId = crypto.randomUUID();
  for (let turn = 1; turn <= count; turn += 1)
    await askForJson(worker, { message: `Q${String(turn)} ${filler}`, providerId, chatId }, headers);
  return { headers, chatId };
}

test('of a long conversation the model is told the newest part that fits, from a question on', async () => {
  const providerId = await offerProvider({ context_window: 2_600, max_output_tokens: 400 });
  const worker = createTestWorker();
  const { headers, chatId } = await converse(worker, providerId, 4);
  const message = `Q5 ${crypto.randomUUID()}`;
  const reply = await askForJson(worker, { message, providerId, chatId }, headers);
  expect(reply.message.status).toBe('complete');
  const [asked = []] = await told(message);
  expect(asked.at(-1)).toBe('user Q5');
  expect(asked[0]).toMatch(/^user Q[234]$/);
  expect(asked.length).toBeLessThan(9);
  expect(asked.length).toBeGreaterThan(1);
});

test('when the model finds it too long all the same, it is asked once more with half', async () => {
  const providerId = await offerProvider();
  const tooLong = Response.json({ error: { code: 'context_length_exceeded' } }, { status: 400 });
  const hold = { refuses: false };
  const worker = createTestWorker({
    fetch: betweenModels(() => {
      if (!hold.refuses) return undefined;
      hold.refuses = false;
      return tooLong;
    }),
  });
  const { headers, chatId } = await converse(worker, providerId, 3);
  hold.refuses = true;
  worker.fetched.length = 0;
  const message = `Q4 ${crypto.randomUUID()}`;
  const reply = await askForJson(worker, { message, providerId, chatId }, headers);
  expect(reply.message.status).toBe('complete');
  expect(worker.fetched.filter(isModelUrl)).toHaveLength(2);
  // The model server has seen the second request alone.
  const [asked = []] = await told(message);
  expect(asked.at(-1)).toBe('user Q4');
  expect(asked[0]).toBe('user Q3');
});
