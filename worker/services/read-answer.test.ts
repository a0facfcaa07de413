import { expect, test } from 'vitest';
import type { AnswerPart } from '../ports/ai-provider.ts';
import { readAnswer } from './read-answer.ts';
import type { TurnWatch } from './watch-turn.ts';

async function* streamOf(parts: AnswerPart[]): AsyncGenerator<AnswerPart> {
  await Promise.resolve();
  yield* parts;
}

async function read(...parts: AnswerPart[]) {
  const told: string[] = [];
  const watch: TurnWatch = {
    signal: new AbortController().signal,
    stopReason: undefined,
    progress: () => told.push('progress'),
    begin: () => told.push('begin'),
    complete: () => told.push('complete'),
    stop: () => told.push('leave'),
    end: () => told.push('end'),
  };
  const draft = await readAnswer(
    () => Promise.resolve(streamOf(parts)),
    watch,
    () => undefined,
  );
  return { draft, told };
}

const usage = { inputTokens: 5, outputTokens: 1, cachedInputTokens: 2 };

test('every part is a sign of life, and only text begins the answer', async () => {
  const { told } = await read({ type: 'usage', usage }, { type: 'progress' }, { type: 'text', text: 'Hi' });
  expect(told).toEqual(['progress', 'progress', 'progress', 'begin', 'end']);
});

test('nothing stops an answer that is whole, not even while its token count is still to come', async () => {
  const { told } = await read(
    { type: 'text', text: 'Hi' },
    { type: 'finish', reason: 'stop' },
    { type: 'usage', usage },
  );
  expect(told).toEqual(['progress', 'begin', 'progress', 'complete', 'progress', 'end']);
});

test('the output of an answer that was cut is not counted, its input is', async () => {
  const { draft } = await read({ type: 'usage', usage }, { type: 'text', text: 'Half' });
  expect(draft.usage).toEqual({ inputTokens: 5, outputTokens: null, cachedInputTokens: 2 });
});

test('that of a whole one is', async () => {
  const { draft } = await read({ type: 'finish', reason: 'stop' }, { type: 'usage', usage });
  expect(draft.usage).toEqual(usage);
});

test.each<[string, AnswerPart[], boolean]>([
  ['nothing', [], false],
  ['a thought', [{ type: 'progress' }], true],
  ['a word', [{ type: 'text', text: 'Hi' }], true],
])('of an answer of which %s came it is known whether it has begun', async (_name, parts, hasBegun) => {
  expect((await read(...parts)).draft.hasBegun).toBe(hasBegun);
});
