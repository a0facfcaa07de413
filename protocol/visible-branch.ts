import type { Message } from './message.ts';

/**
 * A chat is a tree, a conversation on screen is one path of it: the one that ends at the newest message.
 * @param messages all messages of a chat, in the order they were written
 */
export function visibleBranch(messages: readonly Message[]): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  let next = messages.at(-1);
  while (next !== undefined) {
    branch.push(next);
    // Each message is visited once: a chat whose parents go in a circle still has an end.
    byId.delete(next.id);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return branch.reverse().filter(({ role }) => role !== 'system');
}
