import { setTimeout as pass } from 'node:timers/promises';
import * as v from 'valibot';
import { ChatReply } from '../../protocol/chat.ts';
import { Problem } from '../../protocol/errors.ts';
import { ChatDetailsReply } from '../../protocol/history.ts';
import type { MessageStatus } from '../../protocol/message.ts';
import {
  chatDetailsPath,
  chatStopPath,
  chatStreamPath,
  lastEventIdHeader,
  paths,
} from '../../protocol/paths.ts';
import { BrokenConnection, exchange, type Exchange } from './exchange.ts';
import type { OpenRound } from './open-round.ts';
import type { Fault, Round } from './plan-run.ts';
import { createListener, readEvents, type Listener, type Telling } from './telling.ts';

/** The fault of a batch, as its clients notice it. */
export interface Strike {
  readonly begun: Promise<void>;
  readonly over: Promise<void>;
}

/** What a client has seen. */
export interface Played {
  /** How the answer ended for them; null when they had left for good, or were told no end in time. */
  readonly end: MessageStatus | null;
  readonly hasLeft: boolean;
  /** The share of the answer that they had been told when their stop had been heard; null when none was. */
  readonly stoppedAt: number | null;
  readonly tellings: readonly Telling[];
  readonly violations: readonly string[];
}

/** As long as this somebody waits for an answer; far longer than any fault lasts. */
const patienceMs = 45_000;

/** About how long an answer takes to be written, for a client who sees nothing of it. */
const writingMs = 3_000;

interface Client {
  readonly url: string;
  readonly open: OpenRound;
  readonly listener: Listener;
  readonly violations: string[];
  /** Points at which the connection is still to be cut. */
  readonly leaves: number[];
  readonly strike: Strike;
  /** Whether they were there when the database went. */
  wasStruck: boolean;
  hasStopped: boolean;
  stoppedAt: number | null;
}

/** What came of one connection. */
type Step =
  | { readonly next: 'ended'; readonly status: MessageStatus }
  | { readonly next: 'left' }
  // Anew, since what came so far came to nothing; or from where it broke.
  | { readonly next: 'send' | 'attach' };

/** Sends one turn as the widget does and stays with it: attaches again when a connection breaks, sends again when an answer did. */
export async function playRound(url: string, open: OpenRound, strike: Strike): Promise<Played> {
  const { fault, answer, startMs } = open.round;
  const client: Client = {
    url,
    open,
    listener: createListener(answer),
    violations: [],
    leaves: fault.type === 'leave' ? [...fault.points] : [],
    strike,
    wasStruck: false,
    hasStopped: false,
    stoppedAt: null,
  };
  await pass(startMs);
  const deadline = performance.now() + patienceMs;
  let step: Step = { next: 'send' };
  while (performance.now() < deadline) {
    step = await (step.next === 'attach' ? attach(client) : send(client));
    if (step.next === 'ended' && (step.status === 'complete' || client.hasStopped)) break;
    if (step.next === 'left' && client.leaves.length === 0 && !comesBack(fault)) break;
    if (step.next === 'left' && fault.type === 'again') {
      await strike.over;
      step = { next: 'send' };
      continue;
    }
    await pass(100 + Math.random() * 300);
    if (step.next === 'left') step = { next: resume(client) };
  }
  const { listener } = client;
  return {
    end: step.next === 'ended' ? step.status : null,
    hasLeft: step.next === 'left',
    stoppedAt: client.stoppedAt,
    tellings: listener.tellings,
    violations: [...client.violations, ...listener.violations],
  };
}

function comesBack(fault: Fault): boolean {
  return fault.type !== 'leave' || fault.comesBack;
}

async function send(client: Client): Promise<Step> {
  const { turn, headers, round } = client.open;
  const leaving = new AbortController();
  // Who waits for it whole sees nothing of the answer to leave at, and who leaves before it, no reply.
  const [point = Number.POSITIVE_INFINITY] = client.leaves;
  if (point === 0 || (round.isWhole && Number.isFinite(point)))
    setTimeout(
      () => {
        leaving.abort();
      },
      point * writingMs + Math.random() * 30,
    );
  if (client.open.round.fault.type === 'again') leaveWhenStruck(client, leaving);
  try {
    const reply = await exchange(`${client.url}${paths.chat}`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: round.isWhole ? 'application/json' : 'text/event-stream',
      },
      body: JSON.stringify(turn),
      signal: leaving.signal,
    });
    if (reply.status !== 200) return await beRefused(client, reply);
    return round.isWhole ? await readWhole(client, reply) : await listen(client, reply, leaving);
  } catch (error) {
    return breakOff(client, error, leaving);
  }
}

/** Their page is gone with all it knew; the message is still there, and is sent once more. */
function leaveWhenStruck(client: Client, leaving: AbortController): void {
  if (client.wasStruck) return;
  void client.strike.begun.then(() => {
    client.wasStruck = true;
    leaving.abort();
  });
}

const ProblemText = v.pipe(v.string(), v.parseJson(), Problem);

/** Only what passes is a reason to wait: nothing here asks for more than it may. */
async function beRefused({ violations }: Client, reply: Exchange): Promise<Step> {
  const text = await reply.text();
  const problem = v.safeParse(ProblemText, text);
  if (!problem.success || !problem.output.retryable || problem.output.code === 'internal')
    violations.push(`refused with ${String(reply.status)}: ${text}`);
  return { next: 'send' };
}

async function readWhole({ open, violations }: Client, reply: Exchange): Promise<Step> {
  const { message } = v.parse(ChatReply, JSON.parse(await reply.text()));
  if (message.status === 'complete' && message.content !== open.round.answer)
    violations.push(`replied something else: ${JSON.stringify(message.content.slice(-60))}`);
  return { next: 'ended', status: message.status };
}

async function attach(client: Client): Promise<Step> {
  const { listener, open, url } = client;
  const { headers, chatId } = open;
  const leaving = new AbortController();
  try {
    const reply = await exchange(`${url}${chatStreamPath(chatId)}`, {
      method: 'GET',
      headers: { ...headers, ...(listener.current && { [lastEventIdHeader]: listener.current.lastEventId }) },
      signal: leaving.signal,
    });
    if (reply.status === 204) return await look(client);
    if (reply.status === 200) return await listen(client, reply, leaving);
    const refused = await beRefused(client, reply);
    return { ...refused, next: 'attach' };
  } catch (error) {
    return breakOff(client, error, leaving);
  }
}

function breakOff(client: Client, error: unknown, leaving: AbortController): Step {
  if (!(error instanceof BrokenConnection)) throw error;
  return leaving.signal.aborted ? leave(client) : { next: resume(client) };
}

/** Without a word of an answer there is nothing to come back to but the message itself. */
function resume({ listener }: Client): 'attach' | 'send' {
  return listener.current?.status === null ? 'attach' : 'send';
}

/** Nothing runs: what is stored is the answer. */
async function look({ url, open, listener, violations }: Client): Promise<Step> {
  const reply = await exchange(`${url}${chatDetailsPath(open.chatId)}`, {
    method: 'GET',
    headers: open.headers,
  });
  if (reply.status !== 200) return { next: 'attach' };
  const { messages } = v.parse(ChatDetailsReply, JSON.parse(await reply.text()));
  const answer = messages.find(({ id }) => id === listener.current?.answerId);
  if (!answer) {
    violations.push('an answer that was being told is not there');
    return { next: 'send' };
  }
  if (answer.status === 'streaming') return { next: 'attach' };
  return answer.status === 'complete' || answer.status === 'stopped'
    ? { next: 'ended', status: answer.status }
    : { next: 'send' };
}

/** Reads a stream to its end, or until a fault of the client's own is due. */
async function listen(client: Client, reply: Exchange, leaving: AbortController): Promise<Step> {
  const { listener, open } = client;
  listener.begin();
  for await (const event of readEvents(reply.body)) {
    listener.take(event);
    const reached = (point: number) => hasReached(open.round, listener.current, point);
    if (reached(client.leaves[0] ?? Number.POSITIVE_INFINITY)) {
      leaving.abort();
      return leave(client);
    }
    const { fault } = open.round;
    if (fault.type === 'stop' && !client.hasStopped && reached(fault.point)) {
      client.hasStopped = true;
      void stop(client);
    }
  }
  const told = listener.current;
  if (told?.status === 'complete' || told?.status === 'stopped' || (told?.status && client.hasStopped))
    return { next: 'ended', status: told.status };
  return { next: told?.status === null ? 'attach' : 'send' };
}

function hasReached({ answer }: Round, telling: Telling | null, point: number): boolean {
  return telling !== null && telling.text.length >= point * answer.length;
}

function leave({ leaves }: Client): Step {
  leaves.shift();
  return { next: 'left' };
}

/** Presses the stop button, until somebody has heard it. */
async function stop(client: Client): Promise<void> {
  const { url, open, violations } = client;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const reply = await exchange(`${url}${chatStopPath(open.chatId)}`, {
      method: 'POST',
      headers: open.headers,
    }).catch(() => null);
    if (reply?.status === 204) {
      client.stoppedAt = (client.listener.current?.text.length ?? 0) / open.round.answer.length;
      return;
    }
    if (reply !== null && reply.status < 500) violations.push(`stop said ${String(reply.status)}`);
    await pass(200);
  }
}
