import type { Random } from './random.ts';

/**
 * The moment of a fault: the database is asked for that the next time, so that it does it and nobody learns of it; or a model
 * is asked for a title.
 */
export type Aim = 'begin_turn' | 'begin_anonymous_turn' | 'finish_turn' | 'finish_title' | 'title';

/** What happens to all turns of a batch at once, in milliseconds after it has begun, or at the next such moment after that. */
export type SharedFault =
  | { readonly type: 'none' }
  | {
      readonly type: 'database' | 'kill';
      readonly atMs: number;
      readonly forMs: number;
      readonly aim: Aim | null;
      /** Whether the answers take so long that a part of each is stored before. */
      readonly hitsSlowAnswers: boolean;
      /** Whether the database is away for longer than the reservations of the batch last. */
      readonly outlastsLeases: boolean;
    };

/**
 * Plans the fault of a batch.
 * @param cycleIndex some faults are of a kind that no run, or no long one, shall be without
 */
export function planShared(random: Random, type: SharedFault['type'], cycleIndex: number): SharedFault {
  if (type === 'none') return { type };
  // The short form, which has the first two, shall be short.
  const longestMs = cycleIndex < 2 ? 1_500 : 3_000;
  const forMs = type === 'database' ? random.between(200, longestMs) : random.between(0, 500);
  const outlastsLeases = type === 'database' && cycleIndex % 3 === 0;
  const hitsSlowAnswers = type === 'kill' && cycleIndex % 3 === 2;
  const plan = { type, forMs, outlastsLeases, hitsSlowAnswers } as const;
  if (hitsSlowAnswers) return { ...plan, atMs: random.between(2_500, 5_500), aim: null };
  // While most of them are being written.
  if (outlastsLeases || (type === 'kill' && cycleIndex === 0))
    return { ...plan, atMs: random.between(900, 1_500), aim: null };
  const aim = planAim(random, type, cycleIndex);
  // From before the first of the batch is sent to when most of them have ended; what is waited for has to come.
  const latestMs = aim === null ? 2_800 : isBegin(aim) ? 500 : 2_000;
  return { ...plan, atMs: random.between(50, latestMs), aim };
}

function planAim(random: Random, type: SharedFault['type'], cycleIndex: number): Aim | null {
  if (type === 'kill' && cycleIndex === 1) return 'title';
  // Not in the short form: an answer that never began is waited for as long as one that died.
  if (type === 'database' && cycleIndex % 3 === 1 && cycleIndex > 1)
    return random.pick(['begin_turn', 'begin_anonymous_turn']);
  if (random.isOnceIn(2)) return null;
  return random.pick([
    'begin_turn',
    'begin_anonymous_turn',
    'finish_turn',
    'finish_turn',
    'finish_title',
    'title',
  ]);
}

/** Whether nobody but the database knows of a turn then. */
export function isBegin(aim: Aim | null): boolean {
  return aim === 'begin_turn' || aim === 'begin_anonymous_turn';
}
