import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { ChatRequest } from './chat.ts';

const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

describe('ChatRequest', () => {
  const accepts = (body: unknown) => safeParse(ChatRequest, body).success;

  it('accepts a message, and a regeneration without one', () => {
    expect(accepts({ message: 'Hi', providerId: id })).toBe(true);
    expect(
      accepts({ message: 'Hi', providerId: id, promptId: id, chatId: id, messageId: id, parentId: id }),
    ).toBe(true);
    expect(accepts({ regenerate: true, providerId: id, chatId: id, parentId: id })).toBe(true);
  });

  it.each(['role', 'user_id', 'model', 'messages', 'isAnonymous', 'max_tokens'])('refuses %s', (field) => {
    expect(accepts({ message: 'Hi', providerId: id, [field]: 'x' })).toBe(false);
  });

  it.each([
    ['no message', { providerId: id }],
    ['an invisible message', { message: '\u200b', providerId: id }],
    ['an id that is not a UUID', { message: 'Hi', providerId: 'gpt' }],
    [
      'a regeneration with a message',
      { regenerate: true, message: 'Hi', providerId: id, chatId: id, parentId: id },
    ],
    ['a regeneration of nothing', { regenerate: true, providerId: id, chatId: id }],
  ])('refuses %s', (_what, body) => {
    expect(accepts(body)).toBe(false);
  });
});
