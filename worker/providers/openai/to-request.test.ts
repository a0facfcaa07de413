import { expect, test } from 'vitest';
import { shortQuestion } from '../../testing/collect-answer.ts';
import { toRequest } from './to-request.ts';

test('the system prompt is the first message, and the stream counts its tokens', () => {
  expect(toRequest({ ...shortQuestion, system: 'Be brief.', temperature: 0.5 })).toEqual({
    model: 'a-model',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
    max_completion_tokens: 100,
    temperature: 0.5,
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('what is not set is left to the vendor', () => {
  expect(toRequest(shortQuestion)).not.toHaveProperty('temperature');
});
