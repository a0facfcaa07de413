import type { Sql } from 'postgres';

interface Difference {
  readonly scope: string;
  readonly subject: string;
  readonly used: number;
  readonly due: number;
}

/** Compares what is counted of each limit, and of the budget, with the sum of the ledger in that window. */
export async function checkCounters(sql: Sql): Promise<string[]> {
  const differences = await sql<Difference[]>`
    with due as (
      select 'user' as scope, user_id::text as subject, message_resets_at as resets_at, 1::bigint as amount
      from public.usage where user_id is not null and state <> 'refunded'
      union all
      select 'visitor', visitor_id::text, message_resets_at, 1
      from public.usage where visitor_id is not null and state <> 'refunded'
      union all
      select 'ip', ip_hash, ip_resets_at, 1 from public.usage where ip_hash is not null and state <> 'refunded'
      union all
      -- What still runs holds what it may cost at most.
      select 'budget', 'deployment', budget_resets_at,
        case state when 'reserved' then reserved_micro_usd else cost_micro_usd end from public.usage
    ),
    total as (select scope, subject, resets_at, sum(amount) as due from due where resets_at is not null group by 1, 2, 3)
    select c.scope, c.subject, c.used::int as used, coalesce(t.due, 0)::int as due
    from public.usage_counters c left join total t using (scope, subject, resets_at)
    where c.scope not in ('refund', 'limit_met') and c.used <> coalesce(t.due, 0)`;
  return differences.map(
    ({ scope, subject, used, due }) =>
      `the counter ${scope} of ${subject} says ${String(used)}, the ledger ${String(due)}`,
  );
}
