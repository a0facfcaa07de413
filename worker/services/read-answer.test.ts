import { expect, test } from 'vitest';
import type { AiProvider, AnswerPart } from '../ports/ai-provider.ts';
import { readAnswer } from './read-answer.ts';
import type { TurnWatch } from './watch-turn.ts';

const request = { model: 'm', system: null, messages: [], maxOutputTokens: 1, parameters: {} };

async function read(...parts: AnswerPart[]) {
  const told: string[] = [];
  const provider: AiProvider = {
    async *streamAnswer() {
      await Promise.resolve();
      yield* parts;
    },
  };
  const watch: TurnWatch = {
    signal: new AbortController().signal,
    stopReason: undefined,
    progress: () => told.push('progress'),
    begin: () => told.push('begin'),
    leave: () => told.push('leave'),
    end: () => told.push('end'),
  };
  const draft = await readAnswer(provider, request, watch, () => undefined);
  return { draft, told };
}

const usage = { inputTokens: 5, outputTokens: 1, cachedInputTokens: 2 };

test('every part is a sign of life, and only text begins the answer', async () => {
  const { told } = await read({ type: 'usage', usage }, { type: 'progress' }, { type: 'text', text: 'Hi' });
  expect(told).toEqual(['progress', 'progress', 'progress', 'begin', 'end']);
});

test('the output of an answer that was cut is not counted, its input is', async () => {
  const { draft } = await read({ type: 'usage', usage }, { type: 'text', text: 'Half' });
  expect(draft.usage).toEqual({ inputTokens: 5, outputTokens: null, cachedInputTokens: 2 });
});

test('that of a whole one is', async () => {
  const { draft } = await read({ type: 'finish', reason: 'stop' }, { type: 'usage', usage });
  expect(draft.usage).toEqual(usage);
});
