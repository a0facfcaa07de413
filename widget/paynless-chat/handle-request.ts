import { PaynlessSignUpRequestedEvent } from '../events/paynless-sign-up-requested-event.ts';
import type { Request } from '../events/request-event.ts';
import type { ChatStore } from '../stores/chat.ts';
import type { Stores } from '../stores/create-stores.ts';
import type { CompanionRequest } from './companions.ts';

/** What requests do to the panel of one element, beside its stores. */
export interface PanelActions {
  readonly stores: Pick<Stores, 'catalog' | 'chat'>;
  /** The element, whom the page listens to. */
  readonly target: EventTarget;
  /** Does what may fail; @param text is given back to the composer then */
  readonly attempt: (text: string | null, act: (chat: ChatStore) => Promise<void>) => void;
  readonly send: (text: string) => void;
  /** Moves the focus to where one writes: what was pressed is gone with the next render, and the focus with it. */
  readonly focus: () => void;
  readonly restore: (text: string | null) => void;
  readonly reload: () => void;
  readonly newChat: () => void;
  readonly openChat: (id: string) => void;
  readonly close: () => void;
  readonly dismiss: () => void;
  /** Does what is not the conversation's. */
  readonly pass: (request: CompanionRequest) => void;
}

/** Does what a person asked for. @returns whether the browser must not do its part */
export function handleRequest(request: Request, panel: PanelActions): boolean {
  const { catalog, chat } = panel.stores;
  switch (request.type) {
    case 'send':
      panel.send(request.text);
      return false;
    case 'stop':
      chat.stop();
      return false;
    case 'edit-message':
      panel.attempt(request.text, () => chat.editMessage(request.messageId, request.text));
      return false;
    case 'regenerate':
      panel.attempt(null, () =>
        chat.regenerate(request.messageId, { providerId: request.providerId ?? null }),
      );
      return false;
    case 'show-branch':
      chat.showBranch(request.messageId);
      return false;
    case 'select-provider':
      catalog.selectProvider(request.id);
      return false;
    case 'select-prompt':
      catalog.selectPrompt(request.id);
      return false;
    case 'close':
      panel.close();
      return false;
    case 'sign-up':
      // The link is followed by the browser, unless the page has something of its own.
      return !panel.target.dispatchEvent(new PaynlessSignUpRequestedEvent(request.url));
    case 'sign-in':
      return false;
    case 'retry':
      panel.attempt(null, () => chat.retry());
      break;
    case 'take-back':
      panel.restore(chat.takeBack());
      break;
    case 'reload':
      panel.reload();
      break;
    case 'new-chat':
      panel.newChat();
      break;
    case 'open-chat':
      panel.openChat(request.id);
      break;
    case 'dismiss':
      panel.dismiss();
      break;
    default:
      panel.pass(request);
      return false;
  }
  panel.focus();
  return false;
}
