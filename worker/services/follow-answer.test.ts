import { expect, test } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message } from '../../protocol/message.ts';
import { AppError } from '../errors.ts';
import type { StoredMessage } from '../ports/chat-repository.ts';
import { turnToRun } from '../testing/turn-to-run.ts';
import { followAnswer } from './follow-answer.ts';

const { turn, requestId } = turnToRun();
const { chatId, title, answerId } = turn;
const caller = { kind: 'user', userId: 'user', accessToken: 'token' } as const;

function answer(content: string, changes: Partial<Message> = {}): Message {
  return {
    ...turn.userMessage,
    id: answerId,
    parentId: turn.userMessage.id,
    role: 'assistant',
    status: 'streaming',
    content,
    ...changes,
  };
}

const usage = { inputTokens: 5, outputTokens: 2 };
const whole = answer('One two three', { status: 'complete', finishReason: 'stop', usage });

/** An answer as it is stored, when something broke it. */
const broken = (message: Message, errorCode: ErrorCode | null): StoredMessage => ({ message, errorCode });

/** Follows an answer of which each look shows the next of these; the last one stays. */
function follow(first: Message, ...looks: (Message | StoredMessage | null | AppError)[]) {
  let now = 0;
  const waits: number[] = [];
  let looked = 0;
  const pauses = { held: false };
  const logged: unknown[] = [];
  const parts = followAnswer(
    {
      chats: {
        findMessage: () => {
          const look = looks[Math.min(looked, looks.length - 1)] ?? null;
          looked += 1;
          if (look instanceof AppError) return Promise.reject(look);
          return Promise.resolve(look && ('message' in look ? look : { message: look, errorCode: null }));
        },
      },
      timers: { totalMs: 20_000 },
      clock: { now: () => now },
      logger: {
        info: () => undefined,
        error: (event, { code, traceId }) => logged.push([event, code, traceId]),
      },
      pause: (ms, signal) => {
        now += ms;
        waits.push(ms);
        if (!pauses.held) return Promise.resolve();
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        });
      },
    },
    { caller, running: { chatId, title, answer: first }, requestId, traceId: 'trace' },
  );
  return { parts, pauses, waits, logged, looked: () => looked };
}

async function read(parts: ReadableStream<StreamPart>): Promise<StreamPart[]> {
  const told: StreamPart[] = [];
  for await (const part of parts) told.push(part);
  return told;
}

const beginning = [
  { type: 'start', messageId: answerId, messageMetadata: { chatId, userMessageId: turn.userMessage.id } },
  { type: 'data-chat', data: { id: chatId, title }, transient: true },
  { type: 'start-step' },
];
const delta = (text: string) => ({ type: 'text-delta', id: 'text', delta: text });

test('all that is stored is told at once, then what comes to it, then the end', async () => {
  const { parts } = follow(answer('One '), answer('One '), answer('One two '), whole);
  expect(await read(parts)).toEqual([
    ...beginning,
    { type: 'text-start', id: 'text' },
    delta('One '),
    delta('two '),
    delta('three'),
    { type: 'text-end', id: 'text' },
    { type: 'finish-step' },
    { type: 'finish', finishReason: 'stop', messageMetadata: { status: 'complete', usage } },
  ]);
});

test('an answer of which nothing is stored yet begins when something is', async () => {
  const types = (await read(follow(answer(''), answer(''), whole).parts)).map(({ type }) => type);
  expect(types.slice(3, 6)).toEqual(['text-start', 'text-delta', 'text-end']);
});

test('one that was stopped is over', async () => {
  const { parts } = follow(answer('One '), answer('One two', { status: 'stopped' }));
  expect((await read(parts)).at(-1)).toMatchObject({
    type: 'finish',
    messageMetadata: { status: 'stopped' },
  });
});

test.each([
  ['interrupted', 'One two', 'text-end', 'provider_timeout'],
  ['failed', '', 'start-step', 'content_filtered'],
  ['interrupted', '', 'start-step', null],
] as const)('one that is %s ends with the error that broke it', async (status, content, before, code) => {
  const { parts } = follow(answer(''), broken(answer(content, { status }), code));
  const told = await read(parts);
  expect(told.at(-3)?.type).toBe(before);
  expect(told.at(-2)).toEqual({ type: 'message-metadata', messageMetadata: { status } });
  const last = told.at(-1);
  expect(last?.type === 'error' ? JSON.parse(last.errorText) : last).toMatchObject({
    code: code ?? 'provider_failed',
    requestId,
  });
});

const codeOf = (parts: readonly StreamPart[]) => {
  const last = parts.at(-1);
  return last?.type === 'error' ? (JSON.parse(last.errorText) as { code: string }).code : last?.type;
};

test('nobody is kept waiting for longer than the longest turn', async () => {
  const { parts, looked } = follow(answer('One '), answer('One '));
  expect(codeOf(await read(parts))).toBe('provider_timeout');
  expect(looked()).toBe(8);
});

test('looks become rarer while nothing comes, and frequent again when something does', async () => {
  const same = answer('One ');
  const more = answer('One two ');
  const { parts, waits } = follow(same, same, same, same, more, more, whole);
  await read(parts);
  expect(waits).toEqual([1_000, 2_000, 3_000, 3_000, 1_000, 2_000]);
});

test('an answer whose chat is deleted is not found any more', async () => {
  expect(codeOf(await read(follow(answer('One '), null).parts))).toBe('not_found');
});

test('a fault of a few seconds is no end', async () => {
  const fault = new AppError('service_unavailable');
  const { parts, logged } = follow(
    answer('One '),
    fault,
    fault,
    fault,
    fault,
    answer('One two '),
    fault,
    whole,
  );
  expect(codeOf(await read(parts))).toBe('finish');
  expect(logged).toEqual([]);
});

test.each([
  ['that lasts', 'service_unavailable', 5],
  ['of the token, which may have expired', 'invalid_token', 1],
] as const)('a fault %s is', async (_name, code, looks) => {
  const { parts, logged, looked } = follow(answer('One '), new AppError(code));
  expect(codeOf(await read(parts))).toBe(code);
  expect(looked()).toBe(looks);
  expect(logged).toEqual([['follow', code, 'trace']]);
});

test('a reader who leaves ends the looking', async () => {
  const { parts, pauses, looked } = follow(answer('One '), answer('One two '));
  pauses.held = true;
  const reader = parts.getReader();
  while ((await reader.read()).value?.type !== 'text-delta');
  const before = looked();
  await reader.cancel();
  await new Promise((resolve) => setTimeout(resolve));
  expect(looked()).toBe(before);
});
