import type { Chat } from '../../../protocol/history.ts';
import { isComposing } from '../../events/is-composing.ts';
import type { ChatAction } from './render-chat.ts';

/** What the keys do things to. */
interface KeysTarget {
  readonly chats: () => readonly Chat[];
  /** Whether a chat shows its actions, or the field for its title. */
  readonly isOpened: () => boolean;
  /** Whether something is written in the search field. */
  readonly isSearching: () => boolean;
  readonly act: (chat: Chat, action: ChatAction) => void;
  readonly closeRow: () => void;
  readonly search: (text: string) => void;
  /** Goes back to the conversation. */
  readonly leave: () => unknown;
  /** Goes to the search field. */
  readonly focus: () => void;
  /** @returns whether it is there */
  readonly focusChat: (id: string) => boolean;
}

/**
 * The keys of the list of chats: the arrow keys, Home and End go from chat to chat; Enter opens, F2 renames, Delete deletes; Escape goes
 * out of the innermost thing that is open.
 */
export function createKeys(list: KeysTarget): (event: KeyboardEvent) => void {
  function goTo(index: number): boolean {
    const chat = list.chats()[index];
    if (index < 0) list.focus();
    return index < 0 || (chat !== undefined && list.focusChat(chat.id));
  }

  function move(key: string, index: number): boolean {
    if (key === 'ArrowDown') return goTo(index + 1);
    if (key === 'ArrowUp') return goTo(index - 1);
    if (key === 'Home') return goTo(0);
    return key === 'End' && goTo(list.chats().length - 1);
  }

  function goBack(target: EventTarget | null): void {
    if (list.isOpened()) list.closeRow();
    else if (target instanceof HTMLInputElement && list.isSearching()) list.search('');
    else list.leave();
  }

  /** @returns whether the key means something there */
  function press(key: string, target: HTMLElement): boolean {
    const chats = list.chats();
    const id = target.closest<HTMLElement>('[data-id]')?.dataset['id'];
    const chat = chats.find((one) => one.id === id);
    if (target.matches('.field--title')) {
      if (chat && key === 'Enter') list.act(chat, 'save');
      return key === 'Enter';
    }
    if (target.matches('.field--search')) return key === 'ArrowDown' && goTo(0);
    if (!chat || !target.matches('.chat, .chat__more')) return false;
    if (key === 'F2') list.act(chat, 'rename');
    else if (key === 'Delete') list.act(chat, 'delete');
    else return move(key, chats.indexOf(chat));
    return true;
  }

  return (event) => {
    if (isComposing(event) || event.defaultPrevented) return;
    const { key, target } = event;
    if (key === 'Escape') goBack(target);
    else if (!(target instanceof HTMLElement) || !press(key, target)) return;
    event.preventDefault();
  };
}
