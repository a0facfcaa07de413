import { setTimeout as pass } from 'node:timers/promises';
import type { FaultStack } from './open-fault-stack.ts';
import type { OpenRound } from './open-round.ts';
import type { Aim, SharedFault } from './plan-shared.ts';
import type { Strike } from './play-round.ts';

/** The fault of a batch that is still to come, and what its clients notice of it. */
interface PreparedStrike {
  readonly struck: Strike;
  /** Waits for the moment, and brings it about. */
  strike(): Promise<void>;
}

/** Prepares what happens to all of these rounds at once. */
export function prepareStrike(
  stack: FaultStack,
  fault: SharedFault,
  rounds: readonly OpenRound[],
): PreparedStrike {
  const begun = Promise.withResolvers<undefined>();
  const over = Promise.withResolvers<undefined>();
  return {
    struck: { begun: begun.promise, over: over.promise },
    async strike() {
      if (fault.type === 'none') return;
      await pass(fault.atMs);
      if (fault.aim !== null) await aimAt(stack, fault.aim);
      // What was just asked is done meanwhile, and nobody learns of it.
      if (fault.aim !== null && fault.aim !== 'title') await pass(50);
      begun.resolve(undefined);
      await (fault.type === 'kill' ? crash(stack, fault.forMs) : takeAway(stack, fault, rounds));
      over.resolve(undefined);
    },
  };
}

function aimAt({ database, models }: FaultStack, aim: Aim): Promise<void> {
  return aim === 'title' ? models.catchTitle() : database.catchRequest(`/rpc/${aim}`);
}

async function crash({ worker }: FaultStack, forMs: number): Promise<void> {
  await worker.kill();
  await pass(forMs);
  await worker.start();
}

/** Reservations that end while the database is away do so just before it is back, so that nobody needs to wait for that. */
function takeAway(
  { database, sql }: FaultStack,
  { forMs, outlastsLeases }: Extract<SharedFault, { readonly outlastsLeases: boolean }>,
  rounds: readonly OpenRound[],
): Promise<void> {
  return database.refuseWhile(async () => {
    await pass(forMs);
    if (!outlastsLeases) return;
    await sql`
      update public.usage set expires_at = now() - interval '1 second'
      where state = 'reserved' and user_message_id = any(${rounds.map(({ questionId }) => questionId)})`;
  });
}
