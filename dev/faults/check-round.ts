import type { Sql } from 'postgres';
import { firstAnswer, type OpenRound } from './open-round.ts';
import type { Played } from './play-round.ts';
import type { SharedFault } from './plan-shared.ts';

/** One round when its client is done. */
export interface PlayedRound {
  readonly open: OpenRound;
  readonly shared: SharedFault['type'];
  readonly played: Played;
}

/** One round when nothing of it runs any more. */
interface SettledRound extends PlayedRound {
  /** How often a model was asked for an answer of it. */
  readonly timesAsked: number;
  /** The answers that housekeeping had to end, since they never had a host. */
  readonly endedByLease: ReadonlySet<string>;
}

interface MessageRow {
  readonly id: string;
  readonly role: string;
  readonly content: string;
  readonly status: string;
}

interface LedgerRow {
  readonly kind: 'answer' | 'title';
  readonly answer_id: string;
  readonly state: string;
  readonly cost: number;
  readonly is_estimated: boolean;
  /** What the counted tokens cost at the price in the row. */
  readonly due: number;
}

/** What a round came to, and what is wrong about it. */
export interface RoundReport {
  /** The status of its newest answer; `nothing` when it has none. */
  readonly end: string;
  /** How many answers it has before that: those that a fault broke. */
  readonly brokenAnswers: number;
  /** How many answers were ended by the end of their reservation. */
  readonly endedByLease: number;
  /** How many titles a model was to think of. */
  readonly titles: number;
  readonly violations: readonly string[];
}

/** Compares what is stored of a round with what the model says, what the client was told and what was billed. */
export async function checkRound(sql: Sql, settled: SettledRound): Promise<RoundReport> {
  const { chatId, questionId } = settled.open;
  const messages = await sql<MessageRow[]>`
    select id, role, content, status from public.chat_messages where chat_id = ${chatId} order by seq`;
  const ledger = await sql<LedgerRow[]>`
    select kind, answer_id, state, cost_micro_usd::int as cost, is_estimated,
      ceil((input_tokens * (price ->> 'input')::numeric + output_tokens * (price ->> 'output')::numeric) / 1000000)::int as due
    from public.usage where user_message_id = ${questionId}`;
  const answers = messages.filter(({ role, content }) => role === 'assistant' && content !== firstAnswer);
  const calls = ledger.filter(({ kind }) => kind === 'answer');
  const titles = ledger.filter(({ kind }) => kind === 'title');
  return {
    end: answers.at(-1)?.status ?? 'nothing',
    brokenAnswers: Math.max(answers.length - 1, 0),
    endedByLease: answers.filter(({ id }) => settled.endedByLease.has(id)).length,
    titles: titles.length,
    violations: [
      ...settled.played.violations,
      ...checkQuestion(messages, settled),
      ...answers.flatMap((answer) => checkAnswer(answer, settled)),
      ...checkLedger(answers, calls, settled),
      ...checkTitles(answers, titles, settled),
      ...checkEnd(answers, settled),
    ],
  };
}

function checkQuestion(
  messages: readonly MessageRow[],
  { open, timesAsked, played }: SettledRound,
): string[] {
  const questions = messages.filter(({ role }) => role === 'user');
  const [question] = questions;
  if (!question) return timesAsked > 0 || !played.hasLeft ? ['the message is not stored'] : [];
  const isRight = question.id === open.questionId && question.content === open.round.words;
  return questions.length === 1 && isRight
    ? []
    : [`the message is stored as ${JSON.stringify(questions.map(({ content }) => content))}`];
}

function checkAnswer({ id, status, content }: MessageRow, { open, played }: SettledRound): string[] {
  const { answer } = open.round;
  const violations: string[] = [];
  const isWhole = content === answer;
  if (status === 'streaming') violations.push(`answer ${id} still streams`);
  else if (status === 'complete' ? !isWhole : !isBeginning(content, answer))
    violations.push(`answer ${id}, ${status}, ends in ${JSON.stringify(content.slice(-40))}`);
  for (const told of played.tellings.filter(({ answerId }) => answerId === id)) {
    if (told.status !== null && told.status !== status)
      violations.push(`answer ${id}, told as ${told.status}, is stored as ${status}`);
    // What broke off with its isolate was told further than it was stored.
    if (told.status !== null && !isBeginning(content, told.text))
      violations.push(`answer ${id} is stored with more than its reader was told`);
    if (told.status !== null && content.length < told.text.length - 1)
      violations.push(`answer ${id} is stored with less than its reader was told`);
  }
  return violations;
}

/** The database stores no half of a character: such a half at the end stands there as U+FFFD. */
function isBeginning(text: string, whole: string): boolean {
  return whole.startsWith(text) || (text.endsWith('\ufffd') && whole.startsWith(text.slice(0, -1)));
}

function checkLedger(
  answers: readonly MessageRow[],
  ledger: readonly LedgerRow[],
  { open, timesAsked, endedByLease }: SettledRound,
): string[] {
  const violations: string[] = [];
  const billed = ledger.map(({ answer_id }) => answer_id).sort();
  const written = answers.map(({ id }) => id).sort();
  if (billed.join() !== written.join())
    violations.push(`answers ${written.join()} have the ledger rows ${billed.join()}`);
  for (const { answer_id: id, state, cost, due, is_estimated } of ledger) {
    const isOver = endedByLease.has(id) ? state === 'expired' : isSettled(state);
    if (!isOver) violations.push(`the ledger row of ${id} is ${state}`);
    const isComplete = answers.some((answer) => answer.id === id && answer.status === 'complete');
    if (isComplete && (state !== 'settled' || is_estimated || cost !== due || cost <= 0))
      violations.push(`the complete answer ${id} is ${state} at ${String(cost)} and costs ${String(due)}`);
  }
  // A provider that hung up before its first word is asked again for the same answer, and nothing else is.
  if (timesAsked > ledger.length && open.round.fault.type !== 'provider')
    violations.push(`a model was asked ${String(timesAsked)} times for ${String(ledger.length)} answers`);
  return violations;
}

function isSettled(state: string): boolean {
  return state === 'settled' || state === 'refunded';
}

/** The first complete answer of a chat is named after, once. Whether a title came of that is another matter. */
function checkTitles(
  answers: readonly MessageRow[],
  titles: readonly LedgerRow[],
  { open }: SettledRound,
): string[] {
  const isDue = !open.round.isRegeneration && answers.some(({ status }) => status === 'complete');
  const isCounted = titles.length === (isDue ? 1 : 0);
  return [
    ...(isCounted ? [] : [`${String(titles.length)} titles were paid for`]),
    ...titles
      .filter(({ state }) => !isSettled(state))
      .map(({ answer_id, state }) => `the ledger row of the title after ${answer_id} is ${state}`),
  ];
}

/** Faults are to be survived, not only recorded. */
function checkEnd(
  answers: readonly MessageRow[],
  { open, shared, played, timesAsked }: SettledRound,
): string[] {
  const { fault } = open.round;
  const complete = answers.filter(({ status }) => status === 'complete').length;
  if (complete > 1) return [`${String(complete)} complete answers`];
  // Nothing but the model's own failing and a crash is a reason to throw away what was paid for.
  const mayBeRepeated = shared === 'kill' || fault.type === 'provider';
  const written = answers.filter(({ content }) => content !== '').length;
  if (!mayBeRepeated && (timesAsked > 1 || written > 1))
    return [`a model was asked ${String(timesAsked)} times, and wrote ${String(written)} answers`];
  if (!played.hasLeft) {
    if (played.end === null) return ['its client was told no end'];
    if (fault.type !== 'stop' && complete === 0) return ['its client stayed and has no complete answer'];
    // By then all was over, so that no fifth of it can have come later. After a crash it was answered anew.
    const wasStopped = played.stoppedAt !== null && played.stoppedAt < 0.8 && shared !== 'kill';
    return wasStopped && complete > 0 ? ['it was stopped in vain'] : [];
  }
  // Leaving is not stopping.
  const goesOn = timesAsked > 0 && shared !== 'kill';
  return goesOn && complete === 0 ? ['its client left, and it was not completed'] : [];
}
