import type { AnswerHost } from '../ports/answer-host.ts';
import type { TitleEnd, TurnEnd } from '../ports/chat-repository.ts';
import type { LogFields } from '../ports/logger.ts';
import { createAnswerHost } from '../services/answer-host.ts';
import type { RunAnswerDeps } from '../services/run-answer.ts';
import { type DictatedProvider, dictatedProvider } from './scripted-provider.ts';
import { turnToRun } from './turn-to-run.ts';

/** A host of answers with a database that only remembers, and a provider that a test dictates. */
export interface TestHost extends AnswerHost {
  readonly provider: DictatedProvider;
  /** What was stored as the ends of turns, in order. */
  readonly ends: TurnEnd[];
  /** What was stored as the ends of titles, in order. */
  readonly titleEnds: TitleEnd[];
  /** Lines of the log, in order. */
  readonly logged: LogFields[];
  /** What the database does with the ends of turns and titles from now on; null stores them. */
  failWith: Error | null;
  /** What somebody else has stored as the end of every turn; null when nobody has. */
  endedBefore: Pick<TurnEnd, 'status' | 'content' | 'finishReason'> | null;
}

interface TestHostOptions {
  readonly leaveStops?: boolean;
  readonly totalMs?: number;
  readonly storeWithinMs?: number;
  /** Every complete answer is due a title. */
  readonly modelTitles?: boolean;
}

/** Puts a host together. */
export function createTestHost(options: TestHostOptions = {}): TestHost {
  const { leaveStops = false, totalMs = 60_000, storeWithinMs = 1_000, modelTitles = false } = options;
  const provider = dictatedProvider();
  const ends: TurnEnd[] = [];
  const titleEnds: TitleEnd[] = [];
  const logged: LogFields[] = [];
  const log = (event: string, fields: LogFields) => logged.push({ event, ...fields });
  const state: Pick<TestHost, 'failWith' | 'endedBefore'> = { failWith: null, endedBefore: null };
  const chats: RunAnswerDeps['chats'] = {
    checkpointTurn: () => Promise.resolve(),
    finishTitle(end) {
      if (state.failWith) return Promise.reject(state.failWith);
      titleEnds.push(end);
      return Promise.resolve(end.title);
    },
    finishTurn(end) {
      if (state.failWith) return Promise.reject(state.failWith);
      ends.push(end);
      return Promise.resolve(finished({ ...end, ...state.endedBefore }));
    },
  };
  const host = createAnswerHost({
    chats,
    leaveStops,
    storeWithinMs,
    registry: { find: () => provider, obstacleTo: () => null },
    timers: { firstTokenMs: totalMs, idleMs: totalMs, totalMs },
    clock: { now: () => Date.now() },
    logger: { info: log, error: log },
    pause: () => Promise.resolve(),
    modelTitles,
  });
  return Object.assign(state, { ...host, provider, ends, titleEnds, logged });
}

function finished({ answerId, status, content, finishReason, wantsTitle }: TurnEnd) {
  const { userMessage, quota } = turnToRun().turn;
  const answer = { ...userMessage, id: answerId, role: 'assistant' as const, parentId: userMessage.id };
  return {
    answer: { ...answer, content: content ?? 'Checkpointed', status, finishReason },
    quota,
    costMicroUsd: 1,
    titleId: wantsTitle && status === 'complete' ? 'title' : null,
  };
}
