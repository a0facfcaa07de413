import { describe, expect, onTestFinished, test } from 'vitest';
import { chatDetailsPath, chatStopPath, chatStreamPath } from '../../protocol/paths.ts';
import { AppError } from '../errors.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import { ask, askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { rows, updateRows } from '../testing/database.ts';
import { deadHost } from '../testing/dead-host.ts';
import { expectLogged } from '../testing/expect-problem.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { openTurn } from '../testing/open-turn.ts';
import { readEvents } from '../testing/read-events.ts';
import { signUp } from '../testing/sign-up.ts';

/*
 * Answers whose host has died, or is out of reach. What an object does about that is tested in `turns`; here, what those
 * are told who ask.
 */

const unreachable = () => Promise.reject(new AppError('service_unavailable', { cause: new Error('gone') }));
const outOfReach: RunningAnswers = {
  start: unreachable,
  startWhole: unreachable,
  join: unreachable,
  stop: unreachable,
};

const answersOf = (chatId: string) => rows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant&order=seq`);

/** An answer of which something is stored, and a worker that finds its host dead. */
async function lostTurn() {
  const turn = await openTurn();
  const { vendor, worker, chatId, reply } = turn;
  await updateRows(`chat_messages?chat_id=eq.${chatId}&role=eq.assistant`, { content: 'Stored so far' });
  onTestFinished(async () => {
    // It was not dead but slow: what it has to say changes nothing any more.
    vendor.write('Too late');
    vendor.finish();
    await reply.text();
    await worker.settled();
    const [first] = await answersOf(chatId);
    expect(first).toMatchObject({ status: 'interrupted', content: 'Stored so far' });
    const [paid] = await rows(`usage?answer_id=eq.${String(first?.['id'])}`);
    expect(paid).toMatchObject({ state: 'settled', is_estimated: true });
  });
  const survivor = createTestWorker();
  const answers = deadHost(survivor.answers);
  return { ...turn, elsewhere: createTestWorker({ answers, env: { DURABLE_ANSWERS: 'true' } }), survivor };
}

const broken = { status: 'interrupted', content: 'Stored so far', error_code: 'interrupted' };

describe('an answer whose host has died', () => {
  test('is found interrupted by whoever reads on, and answered again when its message is sent again', async () => {
    const { headers, chatId, body, elsewhere, survivor } = await lostTurn();
    expect((await elsewhere.send(chatStreamPath(chatId), { headers })).status).toBe(204);
    expect(await answersOf(chatId)).toMatchObject([broken]);

    const again = await readEvents(await ask(elsewhere, body, headers));
    await Promise.all([elsewhere.settled(), survivor.settled()]);
    expect(again.parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'complete' } });
    expect(await answersOf(chatId)).toMatchObject([broken, { status: 'complete', content: again.text }]);
    expect(await rows(`chat_messages?chat_id=eq.${chatId}&role=eq.user`)).toHaveLength(1);
    expect(await rows(`usage?chat_id=eq.${chatId}&state=eq.reserved`)).toEqual([]);
  });

  test('does not keep its chat from another message', async () => {
    const { headers, chatId, elsewhere, survivor } = await lostTurn();
    const reply = await ask(elsewhere, { message: 'Something else', chatId }, headers);
    expect(reply.status).toBe(200);
    const { parts, text } = await readEvents(reply);
    await Promise.all([elsewhere.settled(), survivor.settled()]);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'complete' } });
    expect(await answersOf(chatId)).toMatchObject([broken, { status: 'complete', content: text }]);
  });

  test('is answered again at once when its message is what finds it', async () => {
    const { headers, chatId, body, elsewhere, survivor } = await lostTurn();
    const reply = await ask(elsewhere, body, headers);
    expect(reply.status).toBe(200);
    // Counted once, however often it is asked.
    expect(reply.headers.get('ratelimit')).toContain('r=199');
    const again = await readEvents(reply);
    await Promise.all([elsewhere.settled(), survivor.settled()]);
    expect(await answersOf(chatId)).toMatchObject([broken, { status: 'complete', content: again.text }]);
  });

  test('and is wanted whole is answered again at once, too', async () => {
    const { headers, chatId, body, elsewhere, survivor } = await lostTurn();
    const { message, quota } = await askForJson(elsewhere, body, headers);
    await Promise.all([elsewhere.settled(), survivor.settled()]);
    expect(await answersOf(chatId)).toMatchObject([broken, { status: 'complete', content: message.content }]);
    expect(quota.used).toBe(1);
  });

  test('is interrupted and not stopped when that is tried', async () => {
    const { headers, chatId, elsewhere } = await lostTurn();
    expect((await elsewhere.send(chatStopPath(chatId), { method: 'POST', headers })).status).toBe(204);
    expect(await answersOf(chatId)).toMatchObject([broken]);
  });
});

/** An answer of which the database has not heard for so long that its reservation is over. */
async function cutOffTurn() {
  const turn = await openTurn();
  await updateRows(`usage?chat_id=eq.${turn.chatId}`, { expires_at: new Date().toISOString() });
  return turn;
}

describe('an answer of which nothing was heard for longer than its reservation', () => {
  test('and that runs all the same is joined by its message: asked once, answered once, paid once', async () => {
    const { vendor, worker, headers, chatId, body, reply, elsewhere } = await cutOffTurn();
    const first = readEvents(reply);
    const again = await ask(elsewhere, body, headers);
    expect(again.status).toBe(200);
    const joined = readEvents(again);
    vendor.write('Here all along.');
    vendor.finish();
    expect(await joined).toEqual(await first);
    await Promise.all([worker.settled(), elsewhere.settled()]);
    expect(await answersOf(chatId)).toMatchObject([{ status: 'complete', content: 'Here all along.' }]);
    expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([{ state: 'settled' }]);
    expect([...worker.fetched, ...elsewhere.fetched].filter(isModelUrl)).toHaveLength(1);
  });

  test('and that nobody runs is answered again', async () => {
    const { vendor, worker, headers, chatId, body, reply } = await cutOffTurn();
    const elsewhere = createTestWorker();
    const again = await readEvents(await ask(elsewhere, body, headers));
    await elsewhere.settled();
    const whole = { status: 'complete', content: again.text };
    expect(await answersOf(chatId)).toMatchObject([{ status: 'failed', error_code: 'interrupted' }, whole]);
    vendor.cut();
    await reply.text();
    await worker.settled();
    expect(await answersOf(chatId)).toMatchObject([{ status: 'failed' }, whole]);
  });
});

test('an answer that runs where nobody can join it is in progress for whoever sends its message again', async () => {
  const { vendor, worker, headers, chatId, body, reply } = await openTurn();
  const elsewhere = createTestWorker();
  const again = await ask(elsewhere, body, headers);
  expect((await readProblem(again)).code).toBe('turn_in_progress');
  expect((await elsewhere.send(chatStreamPath(chatId), { headers })).status).toBe(204);
  expect(elsewhere.fetched.filter(isModelUrl)).toEqual([]);
  vendor.finish();
  await reply.text();
  await worker.settled();
});

describe('a place that can not be reached', () => {
  test.each(['text/event-stream', 'application/json'])(
    'for a new answer (%s) is told, and the message can be sent again',
    async (accept) => {
      const worker = createTestWorker({ answers: outOfReach, env: { DURABLE_ANSWERS: 'true' } });
      const { headers } = await signUp();
      const body = { message: 'Hello?', messageId: crypto.randomUUID(), chatId: crypto.randomUUID() };
      const reply = await ask(worker, body, { ...headers, accept });
      expect(reply.headers.get('ratelimit')).toContain('r=199');
      expect(await readProblem(reply)).toMatchObject({ code: 'service_unavailable', retryable: true });
      expectLogged(worker, reply, 'service_unavailable');

      const later = createTestWorker();
      const here = createTestWorker({ answers: deadHost(later.answers) });
      const again = await readEvents(await ask(here, body, headers));
      await Promise.all([here.settled(), later.settled()]);
      expect(again.parts.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { status: 'complete' } });
      expect(await answersOf(body.chatId)).toMatchObject([{ status: 'failed' }, { status: 'complete' }]);
      expect(await rows(`usage?chat_id=eq.${body.chatId}&state=eq.reserved`)).toEqual([]);
    },
  );

  test('for one that runs is told to whoever wants to join or to stop it, and to deleting it no hindrance', async () => {
    const { vendor, worker, headers, chatId, body, reply } = await openTurn();
    const elsewhere = createTestWorker({ answers: outOfReach });
    const refused = [
      await ask(elsewhere, body, headers),
      await elsewhere.send(chatStreamPath(chatId), { headers }),
      await elsewhere.send(chatStopPath(chatId), { method: 'POST', headers }),
    ];
    for (const refusal of refused) {
      expect((await readProblem(refusal)).code).toBe('service_unavailable');
      expectLogged(elsewhere, refusal, 'service_unavailable');
    }
    elsewhere.logged.length = 0;
    const deleted = await elsewhere.send(chatDetailsPath(chatId), { method: 'DELETE', headers });
    expect(deleted.status).toBe(204);
    await elsewhere.settled();
    expect(elsewhere.logged).toMatchObject([{ event: 'stop', code: 'service_unavailable' }]);
    vendor.finish();
    await reply.text();
    await worker.settled();
  });
});

test('a turn that was answered before is told again without asking where it ran', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const body = { message: 'Once', messageId: crypto.randomUUID() };
  const { message } = await askForJson(worker, body, headers);
  const elsewhere = createTestWorker({ answers: outOfReach });
  expect((await readEvents(await ask(elsewhere, body, headers))).text).toBe(message.content);
});
