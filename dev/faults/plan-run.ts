import { helpfulAnswer, hugeAnswer, longAnswer } from '../model-server/answers.ts';
import { isBegin, planShared, type SharedFault } from './plan-shared.ts';
import { createRandom, type Random } from './random.ts';

/**
 * What happens to one turn. A point is a share of its answer, from 0, before the first word, to 1, when all of it has come;
 * a little more is after its end.
 * - `leave`: the client's connection is cut at each of the points; after the last they stay away, unless they come back
 * - `provider`: the model's connection is cut
 * - `stop`: the stop button
 * - `again`: the client is gone when the database goes, knows nothing of its answer any more, and sends the same message again
 *   as soon as the database is back
 * - `database`, `kill`: what happens to all turns of the batch happens to this one, and nothing else
 */
export type Fault =
  | { readonly type: 'none' | 'again' | 'database' | 'kill' }
  | { readonly type: 'leave'; readonly points: readonly number[]; readonly comesBack: boolean }
  | { readonly type: 'provider' | 'stop'; readonly point: number };

/** One turn and its fault. */
export interface Round {
  readonly number: number;
  readonly caller: 'user' | 'visitor';
  readonly vendor: 'openai' | 'anthropic';
  /** A new answer to a question that has one; else a new message in a new chat. */
  readonly isRegeneration: boolean;
  /** As one reply in JSON; else as a stream. */
  readonly isWhole: boolean;
  /** Stands in the message of this round and of no other, in letters that need no escape anywhere. */
  readonly mark: string;
  readonly words: string;
  /** All that the model says to them. */
  readonly answer: string;
  /** In how many pieces it says that. */
  readonly pieces: number;
  /** When it is sent, in milliseconds after its batch has begun. */
  readonly startMs: number;
  readonly fault: Fault;
}

/** Turns that run at the same time. */
export interface Batch {
  readonly fault: SharedFault;
  readonly rounds: readonly Round[];
}

/** Three batches, whose rounds are so many parts of all. */
const cycle = [
  { type: 'kill', share: 8 },
  { type: 'none', share: 9 },
  { type: 'database', share: 8 },
] as const;

const roundsPerCycle = 25;

/**
 * Plans a run: the same for the same seed. Every 25 rounds meet a crash and an outage, and all of them at least two of each.
 * @param rounds how many turns
 */
export function planRun(seed: number, rounds: number): Batch[] {
  const random = createRandom(seed);
  const cycles = Math.max(2, Math.round(rounds / roundsPerCycle));
  const count = cycles * cycle.length;
  const parts = Array.from({ length: count }, (_, index) => cycle[index % cycle.length] ?? cycle[0]);
  const weight = (index: number) => parts.slice(0, index).reduce((sum, { share }) => sum + share, 0);
  const firstOf = (index: number) => Math.round((rounds * weight(index)) / weight(count));
  return parts.map(({ type }, index) => {
    const fault = planShared(random, type, Math.floor(index / cycle.length));
    const planned = Array.from({ length: firstOf(index + 1) - firstOf(index) }, (_, place) =>
      planRound(random, fault, firstOf(index) + place + 1),
    );
    // One crash at least meets an answer that is being written and that nobody asks for any more.
    return {
      fault,
      rounds: index === 0 ? planned.map((round, at) => (at < 2 ? { ...round, ...left } : round)) : planned,
    };
  });
}

const left: Pick<Round, 'fault' | 'isWhole' | 'startMs'> = {
  fault: { type: 'leave', points: [0.1], comesBack: false },
  isWhole: false,
  startMs: 0,
};

const languages = [
  'What happens when a connection breaks?',
  'Grüße aus Zürich, schöne Straße!',
  '日本語で答えてください。ありがとう',
  'مرحبا، كيف حالك؟',
  'Family 👨‍👩‍👧‍👦 and flags 🇨🇭🏳️‍🌈 in one line 𝕏𝕐𝕑',
] as const;

/** How the model answers: the words that have it do that, and in pieces of how many characters. */
const paces = {
  usual: { word: '', write: helpfulAnswer, pieceLength: 6 },
  // At once, and long: what has piled up is more than one packet.
  huge: { word: 'simulate long ', write: hugeAnswer, pieceLength: 64 },
  slow: { word: 'slow ', write: longAnswer, pieceLength: 4 },
};

function planPace(random: Random, shared: SharedFault) {
  if (shared.type !== 'none' && shared.hitsSlowAnswers) return paces.slow;
  return random.isOnceIn(15) ? paces.huge : paces.usual;
}

function planRound(random: Random, shared: SharedFault, number: number): Round {
  const isRegeneration = random.isOnceIn(6);
  const mark = `round ${String(number)} of faults`;
  const pace = planPace(random, shared);
  const words = `${mark}: ${pace.word}${random.pick(languages)}`;
  const answer = pace.write(words);
  const fault = planFault(random, shared);
  return {
    number,
    mark,
    words,
    answer,
    fault,
    isRegeneration,
    pieces: Math.ceil(answer.length / pace.pieceLength),
    caller: isRegeneration ? 'user' : random.pick(['user', 'visitor']),
    vendor: random.pick(['openai', 'anthropic']),
    // The stop button belongs to a stream.
    isWhole: fault.type !== 'stop' && random.isOnceIn(8),
    startMs: random.between(0, 1_000),
  };
}

/** A fault of the batch is most turns' only one; some meet it with one of their own, or when their client has left. */
function planFault(random: Random, shared: SharedFault): Fault {
  // They are gone before the database replies, so that nobody learns what it has begun.
  if (shared.type !== 'none' && isBegin(shared.aim) && !random.isOnceIn(3))
    return { type: 'leave', points: [0], comesBack: false };
  // For what dies then nobody asks: the platform alone ends it.
  if (shared.type === 'kill' && random.isOnceIn(4))
    return { type: 'leave', points: [random.between(0, 0.2)], comesBack: false };
  if (shared.type !== 'none' && shared.outlastsLeases && !random.isOnceIn(3)) return { type: 'again' };
  if (shared.type !== 'none' && !random.isOnceIn(3)) return { type: shared.type };
  const type = random.pick(['leave', 'leave', 'leave', 'provider', 'provider', 'stop', 'none']);
  if (type === 'none') return { type };
  if (type !== 'leave') return { type, point: planPoint(random) };
  const times = random.pick([1, 1, 2, 3]);
  const points = Array.from({ length: times }, () => planPoint(random)).sort((a, b) => a - b);
  return { type, points, comesBack: !random.isOnceIn(3) };
}

function planPoint(random: Random): number {
  return random.isOnceIn(5) ? 0 : random.between(0, 1.1);
}
