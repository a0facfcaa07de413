import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../components/define.ts';
import { wideMin } from '../components/panel/panel.ts';
import { FrameController } from '../controllers/frame-controller.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Stores } from '../stores/create-stores.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/** The list of chats as one element shows it. */
export interface HistoryView {
  /** Opens the list, unless it is closed meanwhile. @throws when its code can't be had */
  readonly open: () => Promise<void>;
  readonly close: () => void;
  /** There is something in the conversation to be seen: where the list covers it, the list goes. */
  readonly leave: () => void;
  readonly render: (words: Messages) => TemplateResult | typeof nothing;
}

/** The list of chats of one element. Its code is loaded when it is opened. */
export function createHistoryView(
  element: PaynlessChat,
  { chat, history, session }: Pick<Stores, 'chat' | 'history' | 'session'>,
): HistoryView {
  /** Wanted, that is: it is shown when its code has come. */
  let isShown = false;
  let frames: FrameController | null = null;
  /** The same for all of a day: another object would have the whole list drawn anew. */
  let today = new Date();

  async function open(): Promise<void> {
    isShown = true;
    const loading = import('../components/history-panel/history-panel.ts');
    loading.catch(() => undefined);
    const list = await history.load();
    void list.loadChatHistory();
    const { HistoryPanel } = await loading;
    define('paynless-history-panel', HistoryPanel);
    frames ??= new FrameController(element, [list.$history, list.$removed, list.$notice]);
    element.requestUpdate();
  }

  function close(): void {
    isShown = false;
    element.requestUpdate();
  }

  // It was somebody else's, and nobody has asked for it since.
  session.$session.listen(close);

  return {
    open: () =>
      open().catch((error: unknown) => {
        close();
        throw error;
      }),
    close,
    leave: () => {
      if (element.mode !== 'inline' || element.offsetWidth < wideMin) close();
    },
    render: (words) => {
      const list = history.get();
      const hasList = !element.noHistory && session.$session.get().state === 'user';
      if (!isShown || !hasList || list === null || frames === null) return nothing;
      const now = new Date();
      if (now.toDateString() !== today.toDateString()) today = now;
      return html`<paynless-history-panel
        slot="overlay"
        exportparts="history, history__search, history__day, chat, chat__title, chat__action, chat__field, toast"
        .words=${words}
        .history=${list.$history.get()}
        .currentId=${chat.$chatId.get()}
        .removed=${list.$removed.get()}
        .notice=${list.$notice.get()}
        .now=${today}
      ></paynless-history-panel>`;
    },
  };
}
