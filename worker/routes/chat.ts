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
import { startTurn } from '../services/start-turn.ts';
import { encodeEventStream } from './encode-event-stream.ts';
import { readChatRequest } from './read-chat-request.ts';

interface ChatDeps {
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly hash: KeyedHash;
  readonly runner: AnswerRunner;
}

/** `POST /api/chat`: one turn, as a stream of events or, for `Accept: application/json`, whole. */
export function postChat(deps: ChatDeps): Handler<AppEnv> {
  return async (c) => {
    const request = readChatRequest(await c.req.text());
    const started = await startTurn(deps, c.get('caller'), request, c.get('requestId'));
    const [turn, run] =
      started.state === 'replay'
        ? [started.turn, replayAnswer(started.turn)]
        : [started.toRun.turn, deps.runner.run(started.toRun)];
    // The answer outlives its reader: what came until they left is stored. Failures are logged where they happen.
    c.executionCtx.waitUntil(run.outcome.catch(() => undefined));
    return wantsJson(c) ? replyWhole(c, turn, run) : replyStream(c, run);
  };
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

async function replyWhole(
  c: Context<AppEnv>,
  turn: StartedTurn | ReplayedTurn,
  run: AnswerRun,
): Promise<Response> {
  c.req.raw.signal.addEventListener('abort', () => void run.parts.cancel(), { once: true });
  const { answer, quota, code, retryAfterSeconds } = await run.outcome;
  if (code !== null) throw new AppError(code, { retryAfterSeconds });
  if (answer === null) throw new AppError('not_found');
  const { chatId, userMessage } = turn;
  const reply: ChatReply = { chatId, message: answer, userMessage, usage: answer.usage, quota };
  c.header('cache-control', 'no-store');
  return c.json(reply);
}
