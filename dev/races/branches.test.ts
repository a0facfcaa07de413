import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ApiCaller } from '../e2e/callers.ts';
import { expectBalance } from './ledger.ts';
import { openRace, type Race } from './open-race.ts';
import { send, type Outcome, type Turn } from './send.ts';

let race: Race;

beforeAll(async () => {
  race = await openRace();
});

afterAll(() => race.stop());

/** A chat of two turns. */
let user: ApiCaller;
let chatId: string;
let first: Spoken;
let second: Spoken;

interface Spoken {
  readonly questionId: string;
  readonly answerId: string;
}

async function say(message: string): Promise<Spoken> {
  const questionId = crypto.randomUUID();
  const outcome = await send(race.url, user, { message, messageId: questionId, chatId });
  if (outcome.state === 'refused') expect.fail(outcome.problem.code);
  return { questionId, answerId: outcome.answerId };
}

beforeEach(async () => {
  user = await race.signUp();
  chatId = crypto.randomUUID();
  first = await say('One');
  second = await say('Two');
});

/** Sends turns together; the model answers none before each is refused or waits for it. */
async function together(turns: readonly Turn[]): Promise<Outcome[]> {
  const asked = race.gate.requests('').length;
  race.gate.hold();
  let ended = 0;
  const sending = turns.map(async (turn) => {
    const outcome = await send(race.url, user, turn);
    ended += 1;
    return outcome;
  });
  try {
    await expect.poll(() => ended + race.gate.requests('').length - asked).toBe(turns.length);
  } finally {
    race.gate.release();
  }
  return Promise.all(sending);
}

function codesOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => (outcome.state === 'refused' ? outcome.problem.code : 'answered')).sort();
}

const answeredOnce = ['answered', ...Array.from({ length: 9 }, () => 'turn_in_progress')];

it('ten messages at the end of one branch: one is answered, the others wait', async () => {
  const turns = Array.from({ length: 10 }, (_, index) => ({ message: `Three ${String(index)}`, chatId }));
  expect(codesOf(await together(turns))).toEqual(answeredOnce);
  const rows = await race.sql`
    select role, status, parent_id from public.chat_messages where chat_id = ${chatId} order by seq offset 4`;
  expect(rows).toMatchObject([
    { role: 'user', status: 'complete', parent_id: second.answerId },
    { role: 'assistant', status: 'complete' },
  ]);
  await expectBalance(race.sql);
});

it('ten new answers to one question: one is written, the others wait', async () => {
  const turns = Array.from({ length: 10 }, () => ({
    regenerate: true as const,
    chatId,
    parentId: second.questionId,
  }));
  expect(codesOf(await together(turns))).toEqual(answeredOnce);
  const rows = await race.sql`
    select status from public.chat_messages where chat_id = ${chatId} and parent_id = ${second.questionId}`;
  expect(rows).toEqual([{ status: 'complete' }, { status: 'complete' }]);
  await expectBalance(race.sql);
});

it('edits and new answers in branches of their own run side by side', async () => {
  const outcomes = await together([
    { regenerate: true, chatId, parentId: first.questionId },
    { regenerate: true, chatId, parentId: second.questionId },
    { message: 'One, edited', chatId, parentId: chatId },
    { message: 'Two, edited', chatId, parentId: first.answerId },
    { message: 'Two, edited otherwise', chatId, parentId: first.answerId },
  ]);
  expect(codesOf(outcomes)).toEqual(Array.from({ length: 5 }, () => 'answered'));
  const [rows] = await race.sql`
    select count(*)::int as messages, count(*) filter (where role = 'assistant')::int as answers
    from public.chat_messages where chat_id = ${chatId} and status = 'complete'`;
  expect(rows).toEqual({ messages: 12, answers: 7 });
  await expectBalance(race.sql);
});
