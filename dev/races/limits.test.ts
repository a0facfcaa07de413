import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromFreshAddress, type ApiCaller } from '../e2e/callers.ts';
import { counted, expectBalance } from './ledger.ts';
import { openRace, type Race } from './open-race.ts';
import { expectThreeOf, sendAtOnce } from './send-at-once.ts';

let race: Race;

beforeAll(async () => {
  race = await openRace({
    ANONYMOUS_MESSAGE_LIMIT: '3',
    ANONYMOUS_IP_MESSAGE_LIMIT: '3',
    USER_DAILY_MESSAGE_LIMIT: '3',
  });
});

afterAll(() => race.stop());

const times = <T>(one: () => T) => Array.from({ length: 50 }, one);

/** Fifty callers who share one limit, and what they share it in. */
const crowds: [string, () => Promise<ApiCaller[]>, code: string, counted: Record<string, number>][] = [
  [
    'a visitor, from wherever',
    async () => {
      const visitor = await race.visitor();
      return times(() => visitor);
    },
    'anonymous_limit_reached',
    { visitor: 3, ip: 3 },
  ],
  [
    'visitors of one address',
    async () => {
      const address = fromFreshAddress();
      const visitors = await Promise.all(times(() => race.visitor()));
      return visitors.map(({ headers }) => ({ headers: { ...headers, ...address } }));
    },
    'anonymous_limit_reached',
    { visitor: 3, ip: 3 },
  ],
  [
    'a user',
    async () => {
      const user = await race.signUp();
      return times(() => user);
    },
    'user_limit_reached',
    { user: 3 },
  ],
];

describe('fifty messages at once, with room for three', () => {
  it.each(crowds)('of %s are three answers and 47 refusals', async (_who, callers, code, more) => {
    const before = await counted(race.sql);
    const sent = await sendAtOnce(race, await callers());
    await expectThreeOf(race, sent, code);
    await expectBalance(race.sql);
    const after = await counted(race.sql);
    for (const [scope, messages] of Object.entries(more))
      expect((after[scope] ?? 0) - (before[scope] ?? 0), scope).toBe(messages);
  });
});
