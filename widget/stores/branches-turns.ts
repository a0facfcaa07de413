import { ChatApiError } from '../api/chat-api-error.ts';
import { type ChatState, isUnsent } from './chat-state.ts';
import { showMessages, type StoredTarget } from './show-stored.ts';
import type { Turns } from './turns.ts';

/** What asking for another branch needs. */
interface BranchContext {
  readonly state: ChatState;
  readonly turns: Pick<Turns, 'prepare' | 'ask' | 'begin'>;
  readonly newId: () => string;
}

/** What is to have a sibling has to have arrived, and what waits comes first. @throws ChatApiError */
function refuse({ $queuedIds, $error }: ChatState, isThere: boolean): void {
  if ($queuedIds.get().size > 0) throw $error.get() ?? new ChatApiError('turn_in_progress');
  if (!isThere) throw new ChatApiError('invalid_request');
}

/** See `ChatStore.editMessage`. */
export async function editMessage({ state, turns }: BranchContext, id: string, text: string): Promise<void> {
  const before = state.$messages.get();
  const index = before.findIndex((message) => message.id === id && message.role === 'user');
  const edited = before[index];
  refuse(state, edited !== undefined && !isUnsent(edited));
  const turn = turns.prepare(text, { parentId: edited?.parentId ?? state.$chatId.get(), before });
  await turns.ask(turn, [...before.slice(0, index), ...before.slice(index).filter(isUnsent)]);
}

/** See `ChatStore.regenerate`. */
export async function regenerate(
  { state, turns, newId }: BranchContext,
  answerId: string,
  { providerId = null }: { providerId?: string | null } = {},
): Promise<void> {
  const messages = state.$messages.get();
  const answer = messages.find(({ id, role }) => id === answerId && role === 'assistant');
  const question = messages.find(({ id }) => id === answer?.parentId);
  refuse(state, question !== undefined);
  if (question === undefined) return;
  const turn = turns.prepare(question.content, {
    userMessageId: question.id,
    isAccepted: true,
    answerKey: newId(),
    onlyProviderId: providerId,
  });
  await turns.begin(turn);
}

/** See `ChatStore.showBranch`. */
export function showBranch(context: StoredTarget & { readonly isBusy: () => boolean }, id: string): void {
  const { state, outbox, isBusy } = context;
  const { $messages, $chatId, $queuedIds, tree } = state;
  const chatId = $chatId.get();
  if (isBusy() || chatId === null || !tree.all.has(id)) return;
  const before = $messages.get();
  const stored = [...tree.all.values()].filter((message) => !isUnsent(message));
  showMessages(chatId, stored, context, id);
  const lost = before.filter(
    (message) => isUnsent(message) && !$queuedIds.get().has(message.id) && !$messages.get().includes(message),
  );
  if (lost.length === 0) return;
  for (const message of lost) tree.all.delete(message.id);
  context.lookAtBranch();
  outbox.giveBack(lost);
}
