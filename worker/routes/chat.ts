import type { Context, Handler } from 'hono';
import type { ChatReply } from '../../protocol/chat.ts';
import { streamHeader } from '../../protocol/event-stream.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { AnswerRun, AnswerRunner } from '../ports/answer-runner.ts';
import type { ChatRepository, ReplayedTurn, StartedTurn } from '../ports/chat-repository.ts';
import type { Catalog } from '../services/catalog.ts';
import { replayAnswer } from '../services/replay-answer.ts';
import { startTurn, type ParsedChatRequest } from '../services/start-turn.ts';
import { encodeEventStream } from './encode-event-stream.ts';
import { readChatRequest } from './read-chat-request.ts';

interface ChatDeps {
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly hash: KeyedHash;
  readonly runner: AnswerRunner;
}

/**
 * `POST /api/chat`: one turn, as a stream of events or, for `Accept: application/json`, whole.
 *
 * The answer outlives its reader. One who leaves a stream stops it, and what came until then is stored. One who leaves while
 * waiting for JSON stops nothing: workerd notices that only when it writes, and heartbeats would cost that reply its status.
 * Such an answer is kept on purpose: it runs to its end within the turn's timers, is stored and billed once, and the same
 * `messageId` replays it.
 */
export function postChat(deps: ChatDeps): Handler<AppEnv> {
  return async (c) => {
    const request = readChatRequest(await c.req.text());
    if (c.req.raw.signal.aborted)
      throw new AppError('invalid_request', { detail: 'The request was cancelled' });
    const opening = openTurn(deps, c, request);
    // From the reservation to the end: a turn that was half begun would be paid for. Failures are logged where they happen.
    c.executionCtx.waitUntil(opening.then(({ run }) => run.outcome).catch(() => undefined));
    const { turn, run } = await opening;
    return wantsJson(c) ? replyWhole(c, turn, run) : replyStream(c, run);
  };
}

interface OpenTurn {
  readonly turn: StartedTurn | ReplayedTurn;
  readonly run: AnswerRun;
}

async function openTurn(deps: ChatDeps, c: Context<AppEnv>, request: ParsedChatRequest): Promise<OpenTurn> {
  const started = await startTurn(deps, c.get('caller'), request, c.get('requestId'));
  return started.state === 'replay'
    ? { turn: started.turn, run: replayAnswer(started.turn) }
    : { turn: started.toRun.turn, run: deps.runner.run(started.toRun) };
}

function wantsJson(c: Context<AppEnv>): boolean {
  const accept = c.req.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

function replyStream(c: Context<AppEnv>, run: AnswerRun): Response {
  c.header(...streamHeader);
  c.header('content-type', 'text/event-stream');
  c.header('cache-control', 'no-cache');
  // Asks nginx, should one stand in between, not to collect the stream before it passes it on.
  c.header('x-accel-buffering', 'no');
  return c.body(encodeEventStream(run.parts, c.req.raw.signal));
}

async function replyWhole(c: Context<AppEnv>, turn: OpenTurn['turn'], run: AnswerRun): Promise<Response> {
  const { answer, quota, code, retryAfterSeconds } = await run.outcome;
  if (code !== null) throw new AppError(code, { retryAfterSeconds });
  if (answer === null) throw new AppError('not_found');
  const { chatId, userMessage } = turn;
  const reply: ChatReply = { chatId, message: answer, userMessage, usage: answer.usage, quota };
  c.header('cache-control', 'no-store');
  return c.json(reply);
}
