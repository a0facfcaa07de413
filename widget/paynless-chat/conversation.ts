/* What is not needed to write and send, and comes right after: see define-components.ts and companions.ts. */
import { Listbox } from '../components/chip/listbox.ts';
import { define } from '../components/define.ts';
import { ErrorNotice } from '../components/error-notice/error-notice.ts';
import { LimitNotice } from '../components/limit-notice/limit-notice.ts';
import { MessageList } from '../components/message-list/message-list.ts';
import { ModelSelect } from '../components/model-select/model-select.ts';
import { PromptSelect } from '../components/prompt-select/prompt-select.ts';
import { QuotaMeter } from '../components/quota-meter/quota-meter.ts';
import { ResizeHandle } from '../components/resize-handle/resize-handle.ts';

export { createCompanions } from './companions.ts';
export { meetLimit } from './meet-limit.ts';

/** Registers what a conversation is shown in, and what stands by it. Safe to call again. */
export function defineConversation(): void {
  define('paynless-error-notice', ErrorNotice);
  define('paynless-limit-notice', LimitNotice);
  define('paynless-listbox', Listbox);
  define('paynless-message-list', MessageList);
  define('paynless-model-select', ModelSelect);
  define('paynless-prompt-select', PromptSelect);
  define('paynless-quota-meter', QuotaMeter);
  define('paynless-resize-handle', ResizeHandle);
}
