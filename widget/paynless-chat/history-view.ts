import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../components/define.ts';
import { wideMin } from '../components/panel/panel.ts';
import { FrameController } from '../controllers/frame-controller.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Stores } from '../stores/create-stores.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/** The list of chats as one element shows it. */
export interface HistoryView {
  /** Opens the list, or closes it. Resolves when that is done, or can't be. */
  readonly show: (isShown: boolean) => Promise<void>;
  /** A chat was chosen: where the list covers it, the list goes. */
  readonly leave: () => void;
  readonly render: (words: Messages) => TemplateResult | typeof nothing;
}

/** The list of chats of one element. Its code is loaded when it is opened. */
export function createHistoryView(
  element: PaynlessChat,
  { chat, history, session }: Pick<Stores, 'chat' | 'history' | 'session'>,
): HistoryView {
  let isShown = false;
  let frames: FrameController | null = null;

  function set(next: boolean): void {
    isShown = next;
    element.requestUpdate();
  }

  async function show(next: boolean): Promise<void> {
    if (!next) {
      set(false);
      return;
    }
    const loading = import('../components/history-panel/history-panel.ts');
    loading.catch(() => undefined);
    const list = await history.load();
    void list.loadChatHistory();
    const { HistoryPanel } = await loading;
    define('paynless-history-panel', HistoryPanel);
    frames ??= new FrameController(element, [list.$history, list.$removed, list.$notice]);
    set(true);
  }

  return {
    show: (next) => show(next).catch(() => undefined),
    leave: () => {
      if (element.mode !== 'inline' || element.offsetWidth < wideMin) set(false);
    },
    render: (words) => {
      const list = history.get();
      const hasList = !element.noHistory && session.$session.get().state === 'user';
      if (!isShown || !hasList || list === null) return nothing;
      return html`<paynless-history-panel
        slot="overlay"
        exportparts="history, history__search, history__day, chat, chat__title, chat__action, chat__field, toast"
        .words=${words}
        .history=${list.$history.get()}
        .currentId=${chat.$chatId.get()}
        .removed=${list.$removed.get()}
        .notice=${list.$notice.get()}
        .now=${new Date()}
      ></paynless-history-panel>`;
    },
  };
}
