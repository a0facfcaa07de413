import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBalance } from './ledger.ts';
import { openRace, type Race } from './open-race.ts';
import { expectThreeOf, sendAtOnce } from './send-at-once.ts';
import { send } from './send.ts';

/** In micro-USD: three and a half times what is reserved for one answer of 8,192 tokens at 0.5 dollars a million. */
const budget = 14_336;

let race: Race;

beforeAll(async () => {
  race = await openRace({ DAILY_BUDGET_USD: String(budget / 1_000_000) });
});

afterAll(() => race.stop());

it('fifty people at once, with money for three answers, are three answers and 47 refusals', async () => {
  const callers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? race.visitor() : race.signUp())),
  );
  const sent = await sendAtOnce(race, callers);
  await expectThreeOf(race, sent, 'budget_reached');
  await expectBalance(race.sql);

  const [{ reserved } = { reserved: 0 }] = await race.sql<{ reserved: number }[]>`
    select max(reserved_micro_usd)::int as reserved from public.usage`;
  expect(Math.floor(budget / reserved)).toBe(3);
  // What was reserved and not spent is room again.
  const next = await send(race.url, await race.visitor(), { message: 'And now?' });
  expect(next.state).toBe('answered');
  await expectBalance(race.sql);
});
