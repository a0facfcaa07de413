import { setTimeout as pass } from 'node:timers/promises';
import type { PlayedRound } from './check-round.ts';
import type { FaultStack } from './open-fault-stack.ts';

/**
 * How long what died may take to be ended by the platform, in milliseconds: ten seconds to the alarm of its object, and time to
 * store the end. What is not over by then is reported by the checks.
 */
const settlingMs = 12_000;

/**
 * Waits until no answer of these rounds runs and no title is thought of, and does nothing to that end but the one thing that
 * 90 seconds would do: a turn whose beginning reached the database and nobody else, and whose client is gone, has no object
 * that could end it. Its reservation ends, and housekeeping comes by.
 * @returns the ids of the answers that housekeeping had to end
 */
export async function settle(
  stack: FaultStack,
  rounds: readonly PlayedRound[],
): Promise<ReadonlySet<string>> {
  const deadline = performance.now() + settlingMs;
  const questionIds = rounds.map(({ open }) => open.questionId);
  while (await isAnyOpen(stack, questionIds)) {
    if (performance.now() > deadline) return endUnbegun(stack, rounds);
    await pass(100);
  }
  return new Set();
}

async function isAnyOpen({ sql }: FaultStack, questionIds: readonly string[]): Promise<boolean> {
  const open = await sql`
    select 1 from public.usage where state = 'reserved' and user_message_id = any(${questionIds})
    union all
    select 1 from public.chat_messages where status = 'streaming' and parent_id = any(${questionIds})`;
  return open.length > 0;
}

/** Lets the reservations end of those that no model was asked for and that nobody is there to ask for again. */
async function endUnbegun(
  { sql, models }: FaultStack,
  rounds: readonly PlayedRound[],
): Promise<ReadonlySet<string>> {
  const ended = new Set<string>();
  for (const { open, played } of rounds.filter(({ played }) => played.hasLeft)) {
    const rows = await sql<{ answer_id: string; state: string }[]>`
      select answer_id, state from public.usage
      where user_message_id = ${open.questionId} and kind = 'answer' order by created_at`;
    const newest = rows.at(-1);
    const wasAsked = models.timesAsked(open.round.mark) >= rows.length;
    if (newest?.state !== 'reserved' || wasAsked || knowsOf(played, newest.answer_id)) continue;
    ended.add(newest.answer_id);
  }
  if (ended.size === 0) return ended;
  await sql`
    update public.usage set expires_at = now()
    where kind = 'answer' and state = 'reserved' and answer_id = any(${[...ended]})`;
  await sql`select public.housekeep(1000)`;
  return ended;
}

/** Whoever has been told a word of it has been told by its object. */
function knowsOf({ tellings }: PlayedRound['played'], id: string): boolean {
  return tellings.some(({ answerId }) => answerId === id);
}
