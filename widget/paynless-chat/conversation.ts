/* What is not needed to write and send, and comes right after: see define-components.ts and companions.ts. */
export { ErrorNotice } from '../components/error-notice/error-notice.ts';
export { LimitNotice } from '../components/limit-notice/limit-notice.ts';
export { Listbox } from '../components/chip/listbox.ts';
export { MessageList } from '../components/message-list/message-list.ts';
export { ModelSelect } from '../components/model-select/model-select.ts';
export { PromptSelect } from '../components/prompt-select/prompt-select.ts';
export { ResizeHandle } from '../components/resize-handle/resize-handle.ts';
export { createCompanions } from './companions.ts';
export { renderLimit } from './limit-view.ts';
