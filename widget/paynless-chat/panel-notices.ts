import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import type { Messages } from '../i18n/messages.ts';
import { AnonymousLimitReachedError } from '../stores/anonymous-limit-reached-error.ts';
import { loadConversation } from './define-components.ts';
import type { renderLimit } from './limit-view.ts';
import type { PaynlessChat } from './paynless-chat.ts';

/** What stands above the composer because something could not be done: the wall, or another reason. */
export type PanelNotice =
  | { state: 'none' }
  | { state: 'limit'; renderLimit: typeof renderLimit }
  | { state: 'error'; read: (words: Messages) => string };

/** What one element says of what could not be done. */
export interface PanelNotices {
  readonly notice: PanelNotice;
  readonly dismiss: () => void;
  /**
   * Tells the person and the page of a failure.
   * @param read what the person is told; what the code means by default
   */
  readonly explain: (code: ClientErrorCode, read?: (words: Messages) => string) => void;
  /**
   * Does what may fail, and tells of that.
   * @param text what is given back when it could not be sent; null when only the error knows it
   * @param giveBack gives it back where it came from, if that is not the composer
   */
  readonly attempt: (
    text: string | null,
    send: () => Promise<void>,
    giveBack?: (text: string | null) => void,
  ) => Promise<void>;
}

/** The notices of one element. @param restore gives a text back to the composer */
export function createPanelNotices(
  element: PaynlessChat,
  restore: (text: string | null) => void,
): PanelNotices {
  let notice: PanelNotice = { state: 'none' };

  function set(next: PanelNotice): void {
    notice = next;
    element.requestUpdate();
  }

  function dismiss(): void {
    if (notice.state !== 'none') set({ state: 'none' });
  }

  function explain(code: ClientErrorCode, read = ({ errors }: Messages) => errors[code]): void {
    set({ state: 'error', read });
    element.dispatchEvent(new PaynlessErrorEvent(code));
  }

  async function showLimit(error: AnonymousLimitReachedError): Promise<void> {
    try {
      const { meetLimit } = await loadConversation();
      const renderLimit = meetLimit(element, error);
      if (renderLimit) set({ state: 'limit', renderLimit });
    } catch {
      set({ state: 'error', read: ({ errors }) => errors.anonymous_limit_reached });
    }
  }

  return {
    get notice() {
      return notice;
    },
    dismiss,
    explain,
    attempt: async (text, send, giveBack = restore) => {
      dismiss();
      try {
        await send();
      } catch (error) {
        const isLimit = error instanceof AnonymousLimitReachedError;
        giveBack(isLimit ? error.pending.message : text);
        if (isLimit) void showLimit(error);
        else explain(error instanceof ChatApiError ? error.code : 'internal');
      }
    },
  };
}
