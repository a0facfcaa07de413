import { PaynlessSignUpRequestedEvent } from '../events/paynless-sign-up-requested-event.ts';
import type { Request } from '../events/request-event.ts';
import type { CompanionRequest } from './companions.ts';
import type { ChatPanel } from './panel.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/** What nobody can ask for before the companions have come, see `ChatPanel.handleRequest`. */
export type LaterRequest = Exclude<
  Request,
  { type: 'send' | 'stop' | 'new-chat' | 'open-history' | 'close' }
>;

/** Sends a rewrite. What keeps it from being sent gives it back to the message that it is one of. */
function edit(messageId: string, text: string, element: PaynlessChat, panel: ChatPanel): void {
  void panel.attempt(
    text,
    () => panel.stores.chat.editMessage(messageId, text),
    () => element.renderRoot.querySelector('paynless-message-list')?.restoreEdit(messageId, text),
  );
}

/** Asks again for what is missing. */
function reload({ stores, words }: ChatPanel): void {
  const details = stores.chat.$details.get();
  if (details.state === 'failed') void stores.chat.loadChatDetails(details.chatId);
  void stores.catalog.loadAiConfig();
  void words.loadConfig();
}

/**
 * Does what a person asked for.
 * @param pass does what is not the conversation's
 * @returns whether the browser must not do its part
 */
export function handleRequest(
  request: LaterRequest,
  element: PaynlessChat,
  panel: ChatPanel,
  pass: (request: CompanionRequest) => void,
): boolean {
  const { catalog, chat } = panel.stores;
  switch (request.type) {
    case 'edit-message':
      edit(request.messageId, request.text, element, panel);
      return false;
    case 'regenerate':
      void panel.attempt(null, () =>
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
    case 'sign-up':
      // The link is followed by the browser, unless the page has something of its own.
      return !element.dispatchEvent(new PaynlessSignUpRequestedEvent(request.url));
    case 'sign-in':
      return false;
    case 'retry':
      void panel.attempt(null, () => chat.retry());
      break;
    case 'take-back':
      panel.restore(chat.takeBack());
      break;
    case 'reload':
      reload(panel);
      break;
    case 'open-chat':
      void panel.openChat(request.id);
      break;
    case 'dismiss':
      panel.notices.dismiss();
      break;
    default:
      pass(request);
      return false;
  }
  // What was pressed is gone with the next render, and the focus with it.
  panel.focus();
  return false;
}
