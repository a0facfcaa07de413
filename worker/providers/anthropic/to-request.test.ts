import { expect, test } from 'vitest';
import type { PromptMessage } from '../../ports/ai-provider.ts';
import { shortQuestion } from '../../testing/collect-answer.ts';
import { toRequest } from './to-request.ts';

const user = (content: string): PromptMessage => ({ role: 'user', content });
const assistant = (content: string): PromptMessage => ({ role: 'assistant', content });

/** A text up to which the vendor may cache. */
const marked = (text: string) => [{ type: 'text', text, cache_control: { type: 'ephemeral' } }];

test('the system prompt stands outside the messages', () => {
  expect(toRequest({ ...shortQuestion, system: 'Be brief.' })).toEqual({
    model: 'a-model',
    max_tokens: 100,
    system: marked('Be brief.'),
    messages: [{ role: 'user', content: marked('Hello') }],
    stream: true,
  });
});

test('a row can add parameters, but not change whom and what is asked', () => {
  const parameters = { model: 'dearer', max_tokens: 1_000_000, thinking: { type: 'disabled' } };
  expect(toRequest({ ...shortQuestion, parameters })).toEqual({
    ...toRequest(shortQuestion),
    thinking: { type: 'disabled' },
  });
});

test('a row can say for itself what is cached', () => {
  for (const cache_control of [null, { type: 'ephemeral', ttl: '1h' }]) {
    const request = { ...shortQuestion, system: 'Be brief.', parameters: { cache_control } };
    expect(toRequest(request)).toEqual({
      model: 'a-model',
      max_tokens: 100,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Hello' }],
      cache_control,
      stream: true,
    });
  }
});

test.each([
  ['two of the user', [user('a'), user('b')], [], 'a\n\nb'],
  [
    'two answers',
    [user('a'), assistant('b'), assistant('c'), user('d')],
    [user('a'), assistant('b\n\nc')],
    'd',
  ],
  ['an answer first', [assistant('a'), user('b')], [], 'b'],
  ['alternating', [user('a'), assistant('b'), user('c')], [user('a'), assistant('b')], 'c'],
])(
  'roles alternate, the user begins, and only the newest is marked: %s',
  (_name, messages, before, newest) => {
    const expected = [...before, { role: 'user', content: marked(newest) }];
    expect(toRequest({ ...shortQuestion, messages }).messages).toEqual(expected);
  },
);
