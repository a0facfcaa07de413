import type { Message } from '../../protocol/message.ts';
import { siblingsOn, visibleBranch } from '../../protocol/visible-branch.ts';
import { type ChatState, isUnsent } from './chat-state.ts';

/** Tells messages whose place is below whatever is on the screen: they were not sent, and not written for one place in the tree. */
export type IsLoose = (message: Message) => boolean;

/**
 * The messages of one branch, and below them the loose ones that were written on it.
 * @param all in the order they were written
 * @param throughId as `visibleBranch`
 */
export function layOut(
  all: readonly Message[],
  isLoose: IsLoose,
  throughId: string | null = null,
): readonly Message[] {
  const placed = all.filter((message) => !isLoose(message));
  const branch = visibleBranch(placed, throughId);
  const elsewhere = new Set(placed.map(({ id }) => id));
  for (const { id } of branch) elsewhere.delete(id);
  return [...branch, ...all.filter((message) => isLoose(message) && !elsewhere.has(message.parentId ?? ''))];
}

/** Keeps what follows from the branch on show up to date: which of its messages have siblings, and whether it is the newest. */
export function followBranch(state: ChatState, isLoose: IsLoose): () => void {
  const { $messages, $siblings, $chatId, tree } = state;

  function look(): void {
    const shown = $messages.get();
    const placed = [...tree.all.values()].filter((message) => !isLoose(message));
    const siblings = siblingsOn(shown, placed);
    if (siblings.size + $siblings.get().size > 0) $siblings.set(siblings);
    const sent = (message: Message) => !isUnsent(message);
    const leafId = shown.findLast(sent)?.id;
    const newestId = placed.findLast(sent)?.id;
    tree.olderLeafId = leafId === newestId ? null : (leafId ?? $chatId.get());
  }

  $messages.listen(look);
  look();
  return look;
}

/**
 * What to name as the parent of a message that follows another one however far below: null for the newest of its chat, which needs
 * no name.
 */
export function parentToName({ tree }: ChatState, aboveId: string | null): string | null {
  const sent = [...tree.all.values()].filter((message) => !isUnsent(message));
  const leafId = visibleBranch(sent, aboveId).at(-1)?.id;
  return leafId === undefined || leafId === visibleBranch(sent).at(-1)?.id ? null : leafId;
}
