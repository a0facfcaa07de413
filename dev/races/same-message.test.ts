import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiCaller } from '../e2e/callers.ts';
import { counted, expectBalance } from './ledger.ts';
import { openRace, type Race } from './open-race.ts';
import { send, type Outcome, type Turn } from './send.ts';

let race: Race;

beforeAll(async () => {
  race = await openRace();
});

afterAll(() => race.stop());

const words = 'Only once';

interface Pair {
  readonly caller: ApiCaller;
  readonly turn: Turn & { messageId: string };
}

/** A hundred messages: half of them of one user, half each of another visitor; half in a chat that the client names. */
async function hundredMessages(): Promise<Pair[]> {
  const user = await race.signUp();
  return Promise.all(
    Array.from({ length: 100 }, async (_, index) => ({
      caller: index % 2 === 0 ? user : await race.visitor(),
      turn: {
        message: `${words}, number ${String(index)}`,
        messageId: crypto.randomUUID(),
        ...(index % 4 < 2 && { chatId: crypto.randomUUID() }),
      },
    })),
  );
}

/** The one answer of a pair: whoever came second joined it while it ran, or had it replayed. */
function answerOf([first, second]: readonly [Outcome, Outcome]): { answerId: string; text: string } {
  if (first.state === 'refused') expect.fail(first.problem.code);
  expect(second).toEqual(first);
  return first;
}

it('a hundred messages, each sent twice at once, are a hundred answers', async () => {
  const pairs = await hundredMessages();
  const outcomes = await Promise.all(
    pairs.map(({ caller, turn }) =>
      Promise.all([
        send(race.url, caller, turn, 'text/event-stream'),
        send(race.url, caller, turn, 'text/event-stream'),
      ]),
    ),
  );
  const answers = outcomes.map(answerOf);
  // So does whoever asks once more afterwards.
  const again = await Promise.all(pairs.map(({ caller, turn }) => send(race.url, caller, turn)));
  expect(again).toEqual(answers);

  expect(await race.timesAsked(words)).toBe(100);
  const messages = await race.sql<{ id: string; role: string; parent_id: string | null; status: string }[]>`
    select id, role, parent_id, status from public.chat_messages`;
  const answerOfQuestion = new Map(
    messages.filter(({ role }) => role === 'assistant').map(({ id, parent_id }) => [parent_id, id]),
  );
  expect(messages).toHaveLength(200);
  expect(new Set(messages.map(({ status }) => status))).toEqual(new Set(['complete']));
  expect(pairs.map(({ turn }) => answerOfQuestion.get(turn.messageId))).toEqual(
    answers.map(({ answerId }) => answerId),
  );
  const [usage] = await race.sql`select count(*)::int as turns from public.usage`;
  expect(usage).toEqual({ turns: 100 });
  expect(await counted(race.sql)).toMatchObject({ user: 50, visitor: 50, ip: 50 });
  await expectBalance(race.sql);
});
