import type { ApiCaller } from '../e2e/callers.ts';
import { checkCounters } from './check-counters.ts';
import { checkRound, type RoundReport, type PlayedRound } from './check-round.ts';
import { openFaultStack, type FaultStack } from './open-fault-stack.ts';
import { openRounds } from './open-round.ts';
import { planRun, type Batch } from './plan-run.ts';
import { playRound } from './play-round.ts';
import { describeBatch } from './print-report.ts';
import { settle } from './settle.ts';
import { prepareStrike } from './strike.ts';

/** A round as it is reported. */
export interface ReportedRound extends RoundReport {
  readonly number: number;
  /** Its own fault, and that of its batch. */
  readonly fault: string;
}

/** What a run came to. */
export interface FaultReport {
  readonly seed: number;
  readonly rounds: readonly ReportedRound[];
  /** All of them, each with the number of its round and the seed. */
  readonly violations: readonly string[];
  readonly seconds: number;
}

const userCount = 8;

/**
 * Plays so many rounds on a stack of their own, one batch after another, and checks what each left behind before the next
 * fault.
 * @param tell is told what each batch came to, as text
 */
export async function runFaults(
  seed: number,
  rounds: number,
  tell: (line: string) => void = () => undefined,
): Promise<FaultReport> {
  const startedAt = performance.now();
  const stack = await openFaultStack();
  try {
    const users = await Promise.all(Array.from({ length: userCount }, () => stack.signUp()));
    const reported: ReportedRound[] = [];
    const violations: string[] = [];
    const check = async (batch: Batch, played: readonly PlayedRound[]) => {
      const found = await checkBatch(stack, played);
      reported.push(...found.rounds);
      violations.push(...found.violations.map((line) => `seed ${String(seed)}, ${line}`));
      tell(describeBatch(batch, found.violations));
    };
    let checked: Promise<void> = Promise.resolve();
    for (const batch of planRun(seed, rounds)) {
      // What died may take ten seconds to be ended, in which others may go on. Not with a fault that hits both.
      if (batch.fault.type !== 'none') await checked;
      const [played] = await Promise.all([playBatch(stack, users, batch), checked]);
      checked = check(batch, played);
    }
    await checked;
    return { seed, rounds: reported, violations, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    await stack.stop();
  }
}

async function playBatch(
  stack: FaultStack,
  users: readonly (ApiCaller & { id: string })[],
  { fault, rounds }: Batch,
): Promise<PlayedRound[]> {
  const opened = await openRounds(stack, users, rounds);
  for (const { round } of opened)
    if (round.fault.type === 'provider')
      stack.models.cutNext(round.mark, Math.floor(round.fault.point * round.pieces));
  const prepared = prepareStrike(stack, fault, opened);
  const [played] = await Promise.all([
    Promise.all(opened.map((open) => playRound(stack.worker.url, open, prepared.struck))),
    prepared.strike(),
  ]);
  return opened.flatMap((open, index) => {
    const seen = played[index];
    return seen ? [{ open, shared: fault.type, played: seen }] : [];
  });
}

interface CheckedBatch {
  readonly rounds: readonly ReportedRound[];
  /** Each with the number of its round. */
  readonly violations: readonly string[];
}

async function checkBatch(stack: FaultStack, played: readonly PlayedRound[]): Promise<CheckedBatch> {
  const endedByLease = await settle(stack, played);
  const rounds = await Promise.all(played.map((round) => report(stack, round, endedByLease)));
  const violations = rounds.flatMap(({ number, fault, violations }) =>
    violations.map((violation) => `round ${String(number)} (${fault}): ${violation}`),
  );
  return { rounds, violations: [...violations, ...(await checkCounters(stack.sql))] };
}

async function report(
  stack: FaultStack,
  played: PlayedRound,
  endedByLease: ReadonlySet<string>,
): Promise<ReportedRound> {
  const { round } = played.open;
  const timesAsked = stack.models.timesAsked(round.mark);
  const { violations, ...end } = await checkRound(stack.sql, { ...played, timesAsked, endedByLease });
  const own = round.fault.type;
  const fault = played.shared === 'none' || own === played.shared ? own : `${own} + ${played.shared}`;
  return { number: round.number, fault, ...end, violations: shorten(violations) };
}

/** Where one event is wrong, those that follow often are. */
function shorten(violations: readonly string[]): string[] {
  const shown = [...new Set(violations)].slice(0, 5);
  const more = violations.length - shown.length;
  return more > 0 ? [...shown, `${String(more)} more`] : shown;
}
