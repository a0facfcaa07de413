import { expect, test } from 'vitest';
import { shortQuestion } from '../../testing/collect-answer.ts';
import { toRequest } from './to-request.ts';

test('the system prompt is the first message, and the stream counts its tokens', () => {
  expect(
    toRequest({ ...shortQuestion, system: 'Be brief.', parameters: { reasoning_effort: 'none' } }),
  ).toEqual({
    model: 'a-model',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
    max_completion_tokens: 100,
    reasoning_effort: 'none',
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('a row can add parameters, but not change whom and what is asked', () => {
  const parameters = { model: 'dearer', max_completion_tokens: 1_000_000, stream: false, messages: [] };
  expect(toRequest({ ...shortQuestion, parameters })).toEqual(toRequest(shortQuestion));
});
