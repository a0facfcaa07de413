import type { Context, Handler } from 'hono';
import type { ChatReply } from '../../protocol/chat.ts';
import type { Config } from '../env.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Logger } from '../ports/logger.ts';
import type { AnswerInProgress, RunningAnswers } from '../ports/running-answers.ts';
import type { AnswerOutcome } from '../ports/turn-to-run.ts';
import type { Usage } from '../ports/usage.ts';
import type { Catalog } from '../services/catalog.ts';
import { noteLimitMet } from '../services/note-limit-met.ts';
import { replayAnswer } from '../services/replay-answer.ts';
import { startTurn, type ParsedChatRequest, type StartedRequest } from '../services/start-turn.ts';
import { readChatRequest } from './read-chat-request.ts';
import { replyStream } from './reply-stream.ts';

interface ChatDeps {
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly usage: Usage;
  readonly logger: Logger;
  readonly hash: KeyedHash;
  readonly answers: RunningAnswers;
  readonly config: Pick<Config, 'durableAnswers'>;
}

/**
 * `POST /api/chat`: one turn, as a stream of events or, for `Accept: application/json`, whole.
 *
 * The answer belongs to nobody's request: who leaves stops nothing, unless the deployment has chosen that leaving a stream
 * stops its answer. One who leaves while waiting for JSON never stops it: workerd notices that only when it writes, and
 * heartbeats would cost that reply its status. The answer goes on in its object for as long as a turn may take, is stored
 * and billed once, and the same `messageId` tells it again. Where answers run without objects, it goes on for as long as the
 * platform keeps the request alive, at most 30 s from then; what is not whole by then keeps its last checkpoint, and
 * housekeeping, or the next turn of the chat, ends it as interrupted.
 *
 * A message that is sent again while its answer runs joins that answer: as a stream. Who wants JSON is told to wait.
 */
export function postChat(deps: ChatDeps): Handler<AppEnv> {
  return async (c) => {
    const request = readChatRequest(c.get('json'));
    if (c.req.raw.signal.aborted)
      throw new AppError('invalid_request', { detail: 'The request was cancelled' });
    const reply = answerRequest(deps, c, request);
    // From the reservation on: a turn that was half begun would be paid for. Failures are told to whoever still listens.
    c.executionCtx.waitUntil(reply.catch((refusal: unknown) => noteRefusal(deps, c, request, refusal)));
    return reply;
  };
}

function noteRefusal(
  deps: ChatDeps,
  c: Context<AppEnv>,
  { messageId }: ParsedChatRequest,
  refusal: unknown,
): Promise<void> {
  const names = { requestId: c.get('requestId'), traceId: c.get('traceId') };
  return noteLimitMet(deps, { caller: c.get('caller'), messageId, ...names }, refusal);
}

type SettledRequest = Exclude<StartedRequest, { readonly state: 'running' }>;

/** An answer that is said to run and does not has just ended, or its host has died: then the turn is begun once more. */
const looksMax = 2;

async function answerRequest(
  deps: ChatDeps,
  c: Context<AppEnv>,
  request: ParsedChatRequest,
): Promise<Response> {
  const names = { requestId: c.get('requestId'), traceparent: c.get('traceparent') };
  let isLost = false;
  const start = () => startTurn(deps, c.get('caller'), request, names, isLost);
  for (let look = 1; look <= looksMax; look += 1) {
    const started = await c.get('timings').measure('db', start).catch(inTheWay);
    if (started === null) {
      if (await othersRun(deps, c, request)) break;
      continue;
    }
    if (started.state !== 'running') return replyTo(deps, c, started);
    const events = await deps.answers.join(started.answer, null);
    if (events && !wantsJson(c)) return replyStream(c, events, deps.config);
    if (events) {
      await events.cancel();
      break;
    }
    isLost = true;
  }
  throw new AppError('turn_in_progress');
}

/** @returns null when the answer to another message keeps this turn from beginning */
function inTheWay(error: unknown): null {
  if (error instanceof AppError && error.code === 'turn_in_progress') return null;
  throw error;
}

/**
 * Joins the answers that may be in the way of a turn: those whose hosts have died are ended by that, and their branches need
 * not wait for the end of their reservations.
 * @returns whether all of them run, so that there is no use in beginning the turn again
 */
async function othersRun(
  { chats, answers }: ChatDeps,
  c: Context<AppEnv>,
  { chatId }: ParsedChatRequest,
): Promise<boolean> {
  const others = chatId === undefined ? [] : await chats.findRunningAnswers(c.get('caller'), chatId);
  const isRunning = async (answer: AnswerInProgress) => {
    const events = await answers.join(answer, null);
    await events?.cancel();
    return events !== null;
  };
  const running = await Promise.all(others.map(isRunning));
  return running.length > 0 && !running.includes(false);
}

async function replyTo(deps: ChatDeps, c: Context<AppEnv>, started: SettledRequest): Promise<Response> {
  c.set('quota', turnOf(started).quota);
  if (wantsJson(c)) return replyWhole(deps, c, started);
  const events =
    started.state === 'replay' ? replayAnswer(started.turn).events : await deps.answers.start(started.toRun);
  return replyStream(c, events, deps.config);
}

function turnOf(started: SettledRequest) {
  return started.state === 'replay' ? started.turn : started.toRun.turn;
}

function wantsJson(c: Context<AppEnv>): boolean {
  const accept = c.req.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

async function replyWhole(deps: ChatDeps, c: Context<AppEnv>, started: SettledRequest): Promise<Response> {
  const { answer, quota, code, retryAfterSeconds, ttftMs } = await awaitOutcome(deps, c, started);
  c.set('quota', quota);
  if (ttftMs !== null) c.get('timings').add('ttft', ttftMs);
  if (code !== null) {
    // In the line of its turn, which tells more.
    c.set('isLogged', true);
    throw new AppError(code, { retryAfterSeconds });
  }
  if (answer === null) throw new AppError('not_found');
  const { chatId, userMessage } = turnOf(started);
  const reply: ChatReply = { chatId, message: answer, userMessage, usage: answer.usage, quota };
  return c.json(reply);
}

async function awaitOutcome(
  { answers, config }: ChatDeps,
  c: Context<AppEnv>,
  started: SettledRequest,
): Promise<AnswerOutcome> {
  if (started.state === 'replay') return replayAnswer(started.turn).outcome;
  try {
    return await answers.startWhole(started.toRun);
  } catch (error) {
    // It could not be stored, which the line of its turn tells. An object that is out of reach tells nobody.
    c.set('isLogged', !config.durableAnswers);
    throw error;
  }
}
