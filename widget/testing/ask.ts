import { type Mock, vi } from 'vitest';
import { createAnswerServer } from './answer-server.ts';
import { setUpChat } from './set-up-chat.ts';

/** Lets the clock of a test go on, and everything happen that is due. */
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

/** A chat in which "Hello" was sent, and all that was ever shown of its answer. The clock is the test's. */
export async function ask() {
  const server = createAnswerServer();
  const around = setUpChat(server.api);
  const seen: string[] = [];
  around.chat.$streamingText.listen((text) => seen.push(text));
  const ended: Mock<() => void> = vi.fn();
  const sending = around.chat.sendMessage('Hello').then(ended);
  await pass(0);
  return { server, seen, sending, ended, ...around };
}
