import type { TemplateResult, nothing } from 'lit';
import type { MessageFailure } from '../components/message-list/message-list.ts';
import { FrameController } from '../controllers/frame-controller.ts';
import type { PanelSize, Request } from '../events/request-event.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Connection } from '../session/connect.ts';
import { listen } from '../session/listen.ts';
import { pendingMessagesFor } from '../session/pending-messages.ts';
import type { Stores } from '../stores/create-stores.ts';
import { personOf } from '../stores/current-session.ts';
import { createDrafts } from '../stores/drafts.ts';
import { createFeedback, type FeedbackStore } from '../stores/feedback.ts';
import { createPanelSize } from '../stores/panel-size.ts';
import type { Place } from '../stores/resume-chat.ts';
import { createUnread } from '../stores/unread.ts';
import { failureOf } from './failure-of.ts';
import { handleRequest, type LaterRequest } from './handle-request.ts';
import { createHistoryView } from './history-view.ts';
import { createDraftKeeper, type DraftKeeper } from './keep-draft.ts';
import type { ChatPanel } from './panel.ts';
import type { PaynlessChat } from './paynless-chat.ts';
import { saveChat } from './save-chat.ts';
import { watchClaims } from './watch-claims.ts';

/** What people ask for that is not about what is said. */
export type CompanionRequest = Extract<
  Request,
  {
    type:
      | 'draft'
      | 'rate'
      | 'resize'
      | 'close-history'
      | 'more-history'
      | 'reload-history'
      | 'search-history'
      | 'rename-chat'
      | 'delete-chat'
      | 'undo-delete'
      | 'export-chat';
  }
>;

/**
 * What stands by the conversation of one element: drafts, the list of chats, what was rated, what nobody has seen, and how large the
 * panel is. One can write and send without: it comes right after.
 */
export interface Companions {
  readonly feedback: FeedbackStore;
  /** How many answers nobody has seen. */
  readonly unreadCount: () => number;
  readonly size: () => PanelSize | null;
  /** What to show where the newest message stands. */
  readonly failureOf: (words: Messages) => MessageFailure | null;
  /** What stands over the conversation. */
  readonly renderOverlay: (words: Messages) => TemplateResult | typeof nothing;
  /** Does what a person asked for. @returns whether the browser must not do its part */
  readonly handle: (request: LaterRequest) => boolean;
  /** Follows the newest text: whoever sends wants to see their message and its answer, wherever they were reading. */
  readonly follow: () => void;
  /** A chat is deleted, and what was written in it goes with it. */
  readonly forgetDraft: (chatId: string) => void;
  /** The person goes to another chat. @param next shows it, at once */
  readonly leaveChat: <Result>(next: () => Result) => Result;
  /** Opens the list of chats. @throws when its code can't be had */
  readonly openHistory: () => Promise<void>;
  /** There is something in the conversation to be seen. */
  readonly leaveHistory: () => void;
  /** Somebody may see the conversation now. */
  readonly look: () => void;
  /** Begins to listen to the page. @returns ends it, and keeps what is not kept yet */
  readonly start: () => () => void;
}

function createHandler(
  element: PaynlessChat,
  { history }: Stores,
  companions: {
    feedback: FeedbackStore;
    drafts: DraftKeeper;
    size: ReturnType<typeof createPanelSize>;
    view: ReturnType<typeof createHistoryView>;
  },
): (request: CompanionRequest) => void {
  return (request) => {
    const list = history.get();
    switch (request.type) {
      case 'draft':
        companions.drafts.write(request.text);
        break;
      case 'rate':
        companions.feedback.rate(request.messageId, request.feedback);
        break;
      case 'resize':
        companions.size.write(request.size);
        element.requestUpdate();
        break;
      case 'close-history':
        companions.view.close();
        break;
      case 'more-history':
        void list?.loadMore();
        break;
      case 'reload-history':
        void list?.loadChatHistory();
        break;
      case 'search-history':
        list?.search(request.text);
        break;
      case 'rename-chat':
        list?.rename(request.id, request.title);
        break;
      case 'delete-chat':
        list?.remove(request.id);
        break;
      case 'undo-delete':
        list?.undoRemove();
        break;
      case 'export-chat':
        if (list) void saveChat(list, request.id, request.format);
        break;
    }
  };
}

/** The companions of one element. */
export function createCompanions(
  element: PaynlessChat,
  panel: ChatPanel,
  connection: Connection,
  getPlace: () => Place,
): Companions {
  const { stores } = panel;
  const { storage, api, session, onLeave } = connection;
  const isSeen = () => (element.open || element.mode === 'inline') && !document.hidden;
  const feedback = createFeedback({ api, chat: stores.chat, session });
  const unread = createUnread({ chat: stores.chat, isSeen });
  const pending = pendingMessagesFor(element.workerUrl);
  const size = createPanelSize(storage);
  const view = createHistoryView(element, stores);
  const drafts = createDraftKeeper(
    createDrafts({ storage, getPerson: () => personOf(session) }),
    stores,
    () => getPlace().key,
    () => element.renderRoot.querySelector('paynless-composer'),
  );
  const look = (): void => {
    if (isSeen()) unread.see();
  };
  const keep = (): void => {
    stores.history.get()?.leave();
    drafts.flush();
  };
  const pass = createHandler(element, stores, { feedback, drafts, size, view });
  new FrameController(element, [feedback.$feedback, unread.$unread]);
  return {
    feedback,
    unreadCount: () => unread.$unread.get(),
    size: size.read,
    failureOf: (words) => failureOf(stores, words),
    renderOverlay: view.render,
    handle: (request) => handleRequest(request, element, panel, pass),
    follow: () => element.renderRoot.querySelector('paynless-message-list')?.follow(),
    forgetDraft: drafts.forget,
    leaveChat: drafts.leave,
    openHistory: view.open,
    leaveHistory: view.leave,
    look,
    start: () => {
      look();
      const ends = [
        drafts.follow(),
        watchClaims(stores, connection, pending, drafts, getPlace),
        listen(document, ['visibilitychange'], look),
        ...(onLeave ? [onLeave(keep)] : []),
        keep,
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
