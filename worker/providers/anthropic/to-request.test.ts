import { expect, test } from 'vitest';
import type { PromptMessage } from '../../ports/ai-provider.ts';
import { shortQuestion } from '../../testing/collect-answer.ts';
import { toRequest } from './to-request.ts';

const user = (content: string): PromptMessage => ({ role: 'user', content });
const assistant = (content: string): PromptMessage => ({ role: 'assistant', content });

test('the system prompt stands outside the messages', () => {
  expect(toRequest({ ...shortQuestion, system: 'Be brief.' })).toEqual({
    model: 'a-model',
    max_tokens: 100,
    system: 'Be brief.',
    messages: [{ role: 'user', content: 'Hello' }],
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

test.each([
  ['two of the user', [user('a'), user('b')], [user('a\n\nb')]],
  [
    'two answers',
    [user('a'), assistant('b'), assistant('c'), user('d')],
    [user('a'), assistant('b\n\nc'), user('d')],
  ],
  ['an answer first', [assistant('a'), user('b')], [user('b')]],
  ['alternating', [user('a'), assistant('b'), user('c')], [user('a'), assistant('b'), user('c')]],
])('roles alternate and the user begins: %s', (_name, messages, expected) => {
  expect(toRequest({ ...shortQuestion, messages }).messages).toEqual(expected);
});
