import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { Problem } from '../../protocol/errors.ts';
import { ChatDetailsReply } from '../../protocol/history.ts';
import { chatDetailsPath, chatStopPath } from '../../protocol/paths.ts';
import { fromFreshAddress } from '../e2e/callers.ts';
import { openDeployment, type Deployment } from '../e2e/open-deployment.ts';
import { seeded } from '../e2e/seed.ts';
import { majors, textOf, type Client, type Connection } from './connect.ts';

let site: Deployment;

beforeAll(async () => {
  site = await openDeployment();
});

afterAll(() => site.stop());

/** A place in a chat of somebody new. */
async function newChat(who: 'user' | 'visitor', providerId: string = seeded.openai): Promise<Connection> {
  const { headers } = who === 'user' ? await site.signUp() : await site.visitor();
  return {
    url: site.url,
    headers: { ...headers, ...fromFreshAddress() },
    providerId,
    chatId: crypto.randomUUID(),
  };
}

/** The messages of a chat as they are stored. */
async function stored({ url, headers, chatId }: Connection) {
  const reply = await fetch(`${url}${chatDetailsPath(chatId)}`, { headers });
  return v.parse(ChatDetailsReply, await reply.json()).messages;
}

function answerOf(client: Client) {
  const last = client.messages.at(-1);
  if (last?.role !== 'assistant') throw new Error('There is no answer');
  return { ...last, text: textOf(last) };
}

function problemOf(client: Client): Problem {
  expect(client.status).toBe('error');
  return v.parse(Problem, JSON.parse(client.error?.message ?? 'null'));
}

const withBoth = (['openai', 'anthropic'] as const).flatMap((vendor) =>
  majors.map(([name, connect]) => [name, vendor, connect] as const),
);

// Side by side, for a slow answer has to be slow.
describe.concurrent("the AI SDK's own client", () => {
  it.for(withBoth)('of major %s completes a turn with %s', async ([, vendor, connect], { expect }) => {
    const news: { type: string; data: unknown }[] = [];
    const place = {
      ...(await newChat('user', seeded[vendor])),
      onData: (part: (typeof news)[number]) => news.push(part),
    };
    const client = connect(place);
    await client.sendMessage({ text: 'What is a tide?' });

    expect(client.error).toBeUndefined();
    expect(client.status).toBe('ready');
    const [question, answer] = await stored(place);
    expect(client.messages.map(({ id }) => id)).toEqual([question?.id, answer?.id]);
    expect(answerOf(client)).toMatchObject({
      text: answer?.content,
      metadata: { chatId: place.chatId, userMessageId: question?.id, usage: answer?.usage },
    });
    expect(answer?.content).toContain('“What is a tide?”');
    expect(news).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'data-chat',
          data: { id: place.chatId, title: 'What is a tide?' },
        }),
        expect.objectContaining({ type: 'data-quota' }),
      ]),
    );
  });

  it.for(majors)(
    'of major %s goes on with the conversation, and regenerates its last answer',
    async ([, connect], { expect }) => {
      const place = await newChat('user');
      const client = connect(place);
      await client.sendMessage({ text: 'One' });
      await client.sendMessage({ text: 'Two' });
      const first = answerOf(client);
      await client.regenerate();

      expect(client.error).toBeUndefined();
      expect(client.status).toBe('ready');
      const messages = await stored(place);
      const [, one, two, ...answers] = messages;
      expect(two).toMatchObject({ role: 'user', content: 'Two', parentId: one?.id });
      expect(answers.map(({ parentId, status }) => ({ parentId, status }))).toEqual([
        { parentId: two?.id, status: 'complete' },
        { parentId: two?.id, status: 'complete' },
      ]);
      expect(answers.map(({ id }) => id)).toEqual([first.id, answerOf(client).id]);
      expect(client.messages).toHaveLength(4);
    },
  );

  it.for(majors)(
    'of major %s is told as a problem document that the model failed before its first word',
    async ([, connect], { expect }) => {
      const client = connect(await newChat('user'));
      await client.sendMessage({ text: 'simulate error' });
      expect(problemOf(client)).toMatchObject({ code: 'provider_failed', status: 502, retryable: true });
    },
  );

  it.for(majors)(
    'of major %s keeps what came before the model hung up, and is told',
    async ([, connect], { expect }) => {
      const place = await newChat('user');
      const client = connect(place);
      await client.sendMessage({ text: 'simulate disconnect' });
      expect(problemOf(client)).toMatchObject({ code: 'provider_failed', status: 502 });
      const [, answer] = await stored(place);
      expect(answer).toMatchObject({ id: answerOf(client).id, status: 'interrupted' });
      expect(answerOf(client)).toMatchObject({ text: answer?.content, metadata: { status: 'interrupted' } });
      expect(answer?.content).not.toBe('');
    },
  );

  it.for(majors)(
    'of major %s is told as a problem document that a limit is reached',
    async ([, connect], { expect }) => {
      const client = connect(await newChat('visitor'));
      for (const text of ['One', 'Two', 'Three']) await client.sendMessage({ text });
      expect(client.status).toBe('ready');
      await client.sendMessage({ text: 'Four' });
      expect(problemOf(client)).toMatchObject({
        code: 'anonymous_limit_reached',
        status: 429,
        quota: { limit: 3, remaining: 0 },
      });
    },
  );

  it.for(majors)(
    'of major %s stops an answer for everybody: the model is cancelled, and what came is kept',
    async ([major, connect], { expect }) => {
      const place = await newChat('user');
      const client = connect(place);
      const words = `slow, and to be stopped by ${major}`;
      const sending = client.sendMessage({ text: words });
      await expect.poll(() => textOf(client.messages.at(-1)!)).toContain('You asked for it slowly');
      const { url, headers, chatId } = place;
      const stopped = await fetch(`${url}${chatStopPath(chatId)}`, { method: 'POST', headers });
      expect(stopped.status).toBe(204);
      await sending;
      expect(client.error).toBeUndefined();
      expect(client.status).toBe('ready');
      expect(answerOf(client).metadata).toMatchObject({ status: 'stopped' });
      await expect.poll(() => site.gate.requests(words)).toEqual(['left']);
      const [, answer] = await stored(place);
      expect(answer).toMatchObject({ status: 'stopped', content: answerOf(client).text });
    },
  );

  it.for(majors)(
    'of major %s goes on with an answer whose stream was cut, asked for once',
    async ([major, connect], { expect }) => {
      const place = await newChat('user');
      const client = connect(place);
      const words = `slow, and cut for ${major}`;
      const sending = client.sendMessage({ text: words });
      await expect.poll(() => textOf(client.messages.at(-1)!)).toContain('You asked for it slowly');
      // Its side of the connection alone: for the Worker this is a reader who is gone.
      await client.stop();
      await sending;
      const cut = answerOf(client);
      expect(cut.text).not.toContain('That was the slow answer.');
      // All of it is told again, so the part that has come makes room.
      client.messages = client.messages.slice(0, -1);
      await client.resumeStream();

      expect(client.error).toBeUndefined();
      expect(client.status).toBe('ready');
      expect(answerOf(client).id).toBe(cut.id);
      expect(answerOf(client).text.startsWith(cut.text)).toBe(true);
      const [, answer] = await stored(place);
      expect(answer).toMatchObject({ status: 'complete', content: answerOf(client).text });
      expect(site.gate.requests(words)[0]).toBe('answered');
    },
  );

  it.for(majors)(
    'of major %s resumes an answer that runs in another client, whole',
    async ([, connect], { expect }) => {
      const place = await newChat('user');
      const first = connect(place);
      const sending = first.sendMessage({ text: 'slow' });
      await expect.poll(() => textOf(first.messages.at(-1)!)).toContain('1. A slow thought');
      const second = connect(place);
      const resuming = second.resumeStream();
      await expect.poll(() => textOf(second.messages.at(-1)!)).toContain('You asked for it slowly');
      expect(first.status).toBe('streaming');
      await Promise.all([sending, resuming]);

      expect(second.error).toBeUndefined();
      expect(second.status).toBe('ready');
      expect(answerOf(second)).toMatchObject({ id: answerOf(first).id, text: answerOf(first).text });
      expect(answerOf(second).text).toContain('That was the slow answer.');
      expect((await stored(place)).at(-1)).toMatchObject({
        status: 'complete',
        content: answerOf(second).text,
      });
    },
  );

  it.for(majors)('of major %s resumes nothing where nothing runs', async ([, connect], { expect }) => {
    const place = await newChat('user');
    const first = connect(place);
    await first.sendMessage({ text: 'One' });
    const second = connect(place);
    await second.resumeStream();
    expect(second.error).toBeUndefined();
    expect(second.status).toBe('ready');
    expect(second.messages).toEqual([]);
  });
});
