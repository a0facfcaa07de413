import type { Context, Handler } from 'hono';
import type { ChatReply } from '../../protocol/chat.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { AnswerRun, AnswerRunner } from '../ports/answer-runner.ts';
import type { ChatRepository, ReplayedTurn, RunningAnswer, StartedTurn } from '../ports/chat-repository.ts';
import type { Catalog } from '../services/catalog.ts';
import type { FollowAnswer } from '../services/follow-answer.ts';
import { replayAnswer } from '../services/replay-answer.ts';
import { startTurn, type ParsedChatRequest } from '../services/start-turn.ts';
import { readChatRequest } from './read-chat-request.ts';
import { replyStream } from './reply-stream.ts';

interface ChatDeps {
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly hash: KeyedHash;
  readonly runner: AnswerRunner;
  readonly follow: FollowAnswer;
}

/**
 * `POST /api/chat`: one turn, as a stream of events or, for `Accept: application/json`, whole.
 *
 * One who leaves a stream stops the answer, and what came until then is stored. One who leaves while waiting for JSON stops
 * nothing: workerd notices that only when it writes, and heartbeats would cost that reply its status. Such an answer goes on
 * for as long as the platform keeps the worker alive, which is at most 30 s from then. What is whole by then is stored and
 * billed once, and the same `messageId` replays it. What is not keeps its last checkpoint, and housekeeping, or the next turn
 * of the chat, ends it as interrupted.
 *
 * A message that is sent again while its answer runs joins that answer: as a stream. Who wants JSON is told to wait.
 */
export function postChat(deps: ChatDeps): Handler<AppEnv> {
  return async (c) => {
    const request = readChatRequest(c.get('json'));
    if (c.req.raw.signal.aborted)
      throw new AppError('invalid_request', { detail: 'The request was cancelled' });
    const opening = c.get('timings').measure('db', () => openTurn(deps, c, request));
    // From the reservation to the end: a turn that was half begun would be paid for. Failures are logged where they happen.
    const settling = opening.then((opened) => ('run' in opened ? opened.run.settled : undefined));
    c.executionCtx.waitUntil(settling.catch(() => undefined));
    const opened = await opening;
    if (!('run' in opened)) return joinAnswer(deps, c, opened);
    c.set('quota', opened.turn.quota);
    return wantsJson(c) ? replyWhole(c, opened) : replyStream(c, opened.run.parts);
  };
}

interface OpenTurn {
  readonly turn: StartedTurn | ReplayedTurn;
  readonly run: AnswerRun;
}

/** @returns the turn and its answer, or an answer that another request has open */
async function openTurn(
  deps: ChatDeps,
  c: Context<AppEnv>,
  request: ParsedChatRequest,
): Promise<OpenTurn | RunningAnswer> {
  const names = { requestId: c.get('requestId'), traceparent: c.get('traceparent') };
  const started = await startTurn(deps, c.get('caller'), request, names);
  if (started.state === 'running') return started.running;
  return started.state === 'replay'
    ? { turn: started.turn, run: replayAnswer(started.turn) }
    : { turn: started.toRun.turn, run: deps.runner.run(started.toRun) };
}

function joinAnswer({ follow }: ChatDeps, c: Context<AppEnv>, running: RunningAnswer): Response {
  if (wantsJson(c)) throw new AppError('turn_in_progress');
  const { caller, requestId, traceId } = c.var;
  return replyStream(c, follow({ caller, running, requestId, traceId }));
}

function wantsJson(c: Context<AppEnv>): boolean {
  const accept = c.req.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

async function replyWhole(c: Context<AppEnv>, { turn, run }: OpenTurn): Promise<Response> {
  const failed = (error: unknown): never => {
    // In the line of its turn, which tells more.
    c.set('isLogged', true);
    throw error;
  };
  const { answer, quota, code, retryAfterSeconds, ttftMs } = await run.outcome.catch(failed);
  c.set('quota', quota);
  if (ttftMs !== null) c.get('timings').add('ttft', ttftMs);
  if (code !== null) return failed(new AppError(code, { retryAfterSeconds }));
  if (answer === null) throw new AppError('not_found');
  const { chatId, userMessage } = turn;
  const reply: ChatReply = { chatId, message: answer, userMessage, usage: answer.usage, quota };
  return c.json(reply);
}
