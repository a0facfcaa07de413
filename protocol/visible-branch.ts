import type { Message } from './message.ts';

/** The newest message that follows this one, however far below; the message itself when nothing does. */
function newestBelow(messages: readonly Message[], top: Message): Message {
  const below = new Set([top.id]);
  let newest = top;
  for (const message of messages) {
    if (message.parentId === null || !below.has(message.parentId)) continue;
    below.add(message.id);
    newest = message;
  }
  return newest;
}

/**
 * A chat is a tree, a conversation on screen is one path of it: the one that ends at the newest message.
 * @param messages all messages of a chat, in the order they were written
 * @param throughId a message that the path leads through, on to the newest that follows it; one that is unknown is none
 */
export function visibleBranch(messages: readonly Message[], throughId: string | null = null): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const through = throughId === null ? undefined : byId.get(throughId);
  const branch: Message[] = [];
  let next = through ? newestBelow(messages, through) : messages.at(-1);
  while (next !== undefined) {
    branch.push(next);
    // Each message is visited once: a chat whose parents go in a circle still has an end.
    byId.delete(next.id);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return branch.reverse().filter(({ role }) => role !== 'system');
}

/**
 * Where a branch has others beside it: for each of its messages that is one of several with the same parent and role, the ids of
 * them all.
 * @param messages all messages of the chat, in the order they were written
 */
export function siblingsOn(
  branch: readonly Message[],
  messages: readonly Message[],
): Map<string, readonly string[]> {
  const place = ({ parentId, role }: Message) => `${role} ${parentId ?? ''}`;
  const idsByPlace = new Map<string, string[]>();
  for (const message of messages) {
    const ids = idsByPlace.get(place(message));
    if (ids === undefined) idsByPlace.set(place(message), [message.id]);
    else ids.push(message.id);
  }
  const siblings = new Map<string, readonly string[]>();
  for (const message of branch) {
    const ids = idsByPlace.get(place(message)) ?? [];
    if (ids.length > 1) siblings.set(message.id, ids);
  }
  return siblings;
}
