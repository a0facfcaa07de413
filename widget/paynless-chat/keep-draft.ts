import type { Composer } from '../components/composer/composer.ts';
import type { Stores } from '../stores/create-stores.ts';
import { personOf } from '../stores/current-session.ts';
import type { Drafts } from '../stores/drafts.ts';
import { mayTakeOver } from '../stores/may-take-over.ts';

/** What is written in one element, chat by chat. */
export interface DraftKeeper {
  /** What stands in the composer has changed. */
  readonly write: (text: string) => void;
  /** The person leaves the chat for another one: what is written stays behind. @param next shows the other one, at once */
  readonly leave: <Result>(next: () => Result) => Result;
  /** What a visitor had written in a chat is sent in the name of the user whom they have become: it is written no more. */
  readonly take: (chatId: string, text: string) => void;
  /** Forgets what was written in a chat that is deleted. */
  readonly forget: (chatId: string) => void;
  /** Stores at once what is not stored yet. */
  readonly flush: () => void;
  /** Begins to follow the chat on show. @returns ends it */
  readonly follow: () => () => void;
}

/**
 * Brings back into the composer what was written in the chat on show, whenever that becomes another one. Somebody who did not ask
 * for that takes along what they are writing: their new chat was accepted, their last one found, or they signed in. What a user has
 * written stays theirs: whoever comes after them finds nothing of it.
 * @param getComposer null before it is drawn
 */
export function createDraftKeeper(
  drafts: Drafts,
  { chat, session }: Pick<Stores, 'chat' | 'session'>,
  getPlaceKey: () => string,
  getComposer: () => Composer | null,
): DraftKeeper {
  const now = () => ({ person: personOf(session), chatId: chat.$chatId.get() });
  /** What the text in the composer belongs to. */
  let shown: ReturnType<typeof now> = { person: null, chatId: null };
  let isLeaving = false;
  /** What was brought back into the composer last. */
  let restored = '';

  function write(text: string): void {
    drafts.write(chat.$chatId.get(), getPlaceKey(), text);
  }

  function look(): void {
    const composer = getComposer();
    if (composer === null) return;
    const before = shown;
    shown = now();
    const { person, chatId } = shown;
    if (person === before.person && chatId === before.chatId) return;
    const own = drafts.read(chatId, getPlaceKey());
    // What nobody has touched since is still stored where it was written: it does not get into the words of another chat.
    const isStored = own !== '' && composer.text === restored;
    const isFound = before.chatId === null && !isStored;
    const isCarried = isFound || person !== before.person;
    const isTaken = isCarried && !isLeaving && composer.text !== '' && mayTakeOver(before.person, person);
    const owner = before.person ?? person;
    // Also out of the visitor's name: somebody else may be the visitor after this person.
    if (isTaken && (owner !== person || before.chatId !== chatId))
      drafts.write(before.chatId, getPlaceKey(), '', owner);
    if (!isTaken || composer.text === own) composer.text = restored = own;
    else if (own === '') write(composer.text);
    else composer.restore(own);
  }

  return {
    write,
    leave: (next) => {
      isLeaving = true;
      try {
        return next();
      } finally {
        isLeaving = false;
      }
    },
    take: (chatId, text) => {
      drafts.write(chatId, getPlaceKey(), '', 'visitor');
      const composer = getComposer();
      if (composer?.text !== text) return;
      composer.text = restored = '';
      write('');
    },
    forget: drafts.forget,
    flush: drafts.flush,
    follow: () => {
      const ends = [chat.$chatId.listen(look), session.$session.listen(look)];
      look();
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
