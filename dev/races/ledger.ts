import type { Sql } from 'postgres';
import { expect } from 'vitest';

/** What is counted in the running windows, by scope: messages, and for `budget` micro-USD. */
export async function counted(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ scope: string; used: number }[]>`
    select scope, sum(used)::int as used from public.usage_counters group by scope`;
  return Object.fromEntries(rows.map(({ scope, used }) => [scope, used]));
}

interface LedgerRow {
  state: string;
  cost: number;
  /** What the counted tokens cost at the price in the row, calculated here and not by the database's own function. */
  due: number;
}

/** Expects every turn to be settled at its price, and the budget to be used by exactly the sum of that. */
export async function expectBalance(sql: Sql): Promise<void> {
  const rows = await sql<LedgerRow[]>`
    select state, cost_micro_usd::int as cost,
      ceil((input_tokens * (price ->> 'input')::numeric + output_tokens * (price ->> 'output')::numeric) / 1000000)::int as due
    from public.usage`;
  expect(rows.filter(({ state, cost, due }) => state !== 'settled' || cost !== due || cost <= 0)).toEqual([]);
  const spent = rows.reduce((sum, { cost }) => sum + cost, 0);
  expect((await counted(sql))['budget']).toBe(spent);
}
