import { expect, test } from 'vitest';
import { shortQuestion } from '../../testing/collect-answer.ts';
import { toRequest } from './to-request.ts';

test('the system prompt is the first message, and the stream counts its tokens', () => {
  expect(
    toRequest({ ...shortQuestion, system: 'Be brief.', parameters: { reasoning_effort: 'none' } }, false),
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
  expect(toRequest({ ...shortQuestion, parameters }, false)).toEqual(toRequest(shortQuestion, false));
});

test('the key of the cache goes to who knows it, and a row can have its own', () => {
  const { cacheKey } = shortQuestion;
  expect(toRequest(shortQuestion, true).prompt_cache_key).toBe(cacheKey);
  expect(toRequest(shortQuestion, false)).not.toHaveProperty('prompt_cache_key');
  const parameters = { prompt_cache_key: 'everybody', prompt_cache_options: { ttl: '30m' } };
  for (const takesCacheKey of [true, false])
    expect(toRequest({ ...shortQuestion, parameters }, takesCacheKey)).toMatchObject(parameters);
});
