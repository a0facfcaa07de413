import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { readChatRequest } from './read-chat-request.ts';

const providerId = '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60001';
const chatId = '9c2284ab-17ef-40a9-b1e3-faaa7e0f59cf';
const send = { message: 'Hello', providerId };
const regenerate = { regenerate: true, providerId, chatId, parentId: chatId };

function refusal(body: unknown): string | undefined {
  try {
    // As it comes over the wire: there is no undefined in JSON.
    readChatRequest(JSON.parse(JSON.stringify(body)));
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') return error.detail;
    throw error;
  }
  throw new Error('It was not refused');
}

test('ids are folded to lower case', () => {
  expect(readChatRequest({ ...send, chatId: chatId.toUpperCase() })).toEqual({ ...send, chatId });
  expect(readChatRequest(regenerate)).toEqual(regenerate);
});

const refusals: [body: unknown, detail: string][] = [
  ['hello', 'The body is not valid'],
  [null, 'The body is not valid'],
  [{ providerId }, 'message is missing'],
  [{ ...send, message: ' \u200b\n' }, 'message has no visible text'],
  [{ ...send, message: ['Hello'] }, 'message is not valid'],
  [{ message: 'Hello' }, 'providerId is missing'],
  [{ ...send, providerId: 'gpt-6' }, 'providerId is not valid'],
  [{ ...send, chatId: null }, 'chatId is not valid'],
  [{ ...regenerate, parentId: undefined }, 'parentId is missing'],
  [{ ...regenerate, message: 'Hello' }, 'message is not a known field'],
];
for (const field of ['role', 'user_id', 'model', 'messages', 'isAnonymous', 'max_tokens'])
  refusals.push([{ ...send, [field]: 'user' }, `${field} is not a known field`]);

test.each(refusals)('%j: %s', (body, detail) => {
  expect(refusal(body)).toBe(detail);
});
