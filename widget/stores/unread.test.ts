import { atom } from 'nanostores';
import { expect, it } from 'vitest';
import type { Message, MessageStatus } from '../../protocol/message.ts';
import { id, message } from '../testing/scripted-chat-api.ts';
import type { AnswerState } from './chat-state.ts';
import { createUnread } from './unread.ts';

/** A conversation in which answers run and end, seen or not. */
function setUp() {
  const $answer = atom<AnswerState>({ state: 'idle' });
  const $messages = atom<readonly Message[]>([]);
  const page = { isSeen: false };
  const unread = createUnread({ chat: { $answer, $messages }, isSeen: () => page.isSeen });
  function begin(number: number): void {
    $messages.set([message(number - 1), message(number, { status: 'streaming' })]);
    $answer.set({ state: 'waiting', userMessageId: id(number - 1), isJoined: false });
    $answer.set({
      state: 'streaming',
      userMessageId: id(number - 1),
      messageId: id(number),
      isJoined: false,
    });
  }
  function end(status: MessageStatus): void {
    $messages.set($messages.get().map((one) => (one.status === 'streaming' ? { ...one, status } : one)));
    $answer.set({ state: 'idle' });
  }
  return { ...unread, $answer, $messages, page, begin, end };
}

it.each<[MessageStatus, number]>([
  ['complete', 1],
  ['interrupted', 1],
  ['stopped', 0],
  ['failed', 0],
  // It was only left: the chat runs on without this element.
  ['streaming', 0],
])('counts an answer that ended unseen as %s: %i', (status, count) => {
  const { $unread, begin, end } = setUp();
  begin(2);
  expect($unread.get()).toBe(0);
  end(status);
  expect($unread.get()).toBe(count);
});

it('counts none that somebody could see, and forgets the others when they are seen', () => {
  const { $unread, see, page, begin, end } = setUp();
  for (const number of [2, 4]) {
    begin(number);
    end('complete');
  }
  expect($unread.get()).toBe(2);
  see();
  expect($unread.get()).toBe(0);
  page.isSeen = true;
  begin(6);
  end('complete');
  expect($unread.get()).toBe(0);
  page.isSeen = false;
  begin(8);
  end('complete');
  expect($unread.get()).toBe(1);
});

it('counts an answer once that broke off and was found again', () => {
  const { $unread, begin, end } = setUp();
  begin(2);
  end('interrupted');
  begin(2);
  end('complete');
  expect($unread.get()).toBe(1);
});

it('counts none of a chat that was left', () => {
  const { $unread, $messages, $answer, begin } = setUp();
  begin(2);
  $messages.set([]);
  $answer.set({ state: 'idle' });
  expect($unread.get()).toBe(0);
});

it('counts an answer that the next one follows at once', () => {
  const { $unread, $messages, $answer, begin } = setUp();
  begin(2);
  $messages.set([message(1), message(2), message(3), message(4, { status: 'streaming' })]);
  $answer.set({ state: 'streaming', userMessageId: id(3), messageId: id(4), isJoined: true });
  expect($unread.get()).toBe(1);
});
