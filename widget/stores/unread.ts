import { atom, type ReadableAtom } from 'nanostores';
import type { ChatStore } from './chat.ts';

/** Answers that nobody has seen. */
export interface UnreadStore {
  /** How many answers of this element have ended, whole or broken off, since somebody could see them. */
  readonly $unread: ReadableAtom<number>;
  /** Somebody sees them now. */
  see: () => void;
}

/** @param options.isSeen whether somebody can see the conversation, asked whenever an answer ends */
export function createUnread(options: {
  chat: Pick<ChatStore, '$answer' | '$messages'>;
  isSeen: () => boolean;
}): UnreadStore {
  const { $answer, $messages } = options.chat;
  const $unread = atom(0);
  /** An answer may break off, be joined again and end a second time. */
  const unseen = new Set<string>();
  let running: string | null = null;

  function end(id: string): void {
    // One that was stopped needs no reader, and one that is gone or still runs was only left.
    const status = $messages.get().find((message) => message.id === id)?.status;
    if ((status !== 'complete' && status !== 'interrupted') || options.isSeen()) return;
    unseen.add(id);
    $unread.set(unseen.size);
  }

  $answer.listen((answer) => {
    const before = running;
    running = answer.state === 'streaming' ? answer.messageId : null;
    if (before !== null && before !== running) end(before);
  });

  return {
    $unread,
    see() {
      unseen.clear();
      $unread.set(0);
    },
  };
}
