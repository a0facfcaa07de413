import type { Connection } from '../session/connect.ts';
import type { Stores } from '../stores/create-stores.ts';
import { createOutboxStorage } from '../stores/outbox-storage.ts';
import type { PendingMessages } from '../stores/pending-message.ts';
import type { Place } from '../stores/resume-chat.ts';
import type { DraftKeeper } from './keep-draft.ts';

/** For whom a visitor's chats were claimed last: see claim-chats.ts. */
const claimedKey = 'claimed';

/**
 * Has what a visitor said here moved into their account when they sign in, and what waited sent. The code for that comes only then.
 * @returns ends it
 */
export function watchClaims(
  stores: Stores,
  { api, storage, session }: Pick<Connection, 'api' | 'storage' | 'session'>,
  pending: PendingMessages,
  drafts: Pick<DraftKeeper, 'take'>,
  getPlace: () => Place,
): () => void {
  let isOver = false;
  let end: (() => void) | undefined;
  let loading: Promise<unknown> | undefined;

  async function follow(): Promise<void> {
    const { followClaims } = await import('../stores/claim-chats.ts');
    if (isOver) return;
    end = followClaims({
      ...{ api, stores, storage, pending, getPlace },
      outbox: createOutboxStorage(storage, () => null),
      onSend: drafts.take,
    });
  }

  const unbind = session.$session.subscribe(({ state }) => {
    // What they say from now on is to be claimed when they are back.
    if (state === 'visitor') storage.removeItem(claimedKey);
    // Without the code everything stays as it is, until the next page.
    if (state === 'user') loading ??= follow().catch(() => undefined);
  });
  const unbindAnswer = stores.chat.$answer.listen((answer) => {
    if (answer.state !== 'waiting' || answer.isJoined || session.$session.get().state !== 'visitor') return;
    // Whoever sends again has taken up what they were told to wait with; if that meets the limit, too, it is kept anew.
    const waiting = pending.read();
    if (waiting && waiting.userId === undefined) pending.forget(waiting.messageId);
  });
  return () => {
    isOver = true;
    unbind();
    unbindAnswer();
    end?.();
  };
}
