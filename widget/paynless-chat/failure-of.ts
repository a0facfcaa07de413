import type { ErrorAction } from '../components/error-notice/error-notice.ts';
import type { MessageFailure } from '../components/message-list/message-list.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Stores } from '../stores/create-stores.ts';

/** What to show where the newest message stands: a failed answer, a chat or a catalog that would not load. */
export function failureOf({ chat, catalog }: Stores, words: Messages): MessageFailure | null {
  const answer = chat.$answer.get();
  const details = chat.$details.get();
  const offer = catalog.$catalog.get();
  const retry: ErrorAction = { label: words.retry, request: { type: 'retry' } };
  const takeBack: ErrorAction = { label: words.edit, request: { type: 'take-back' } };
  const reload: ErrorAction = { label: words.retry, request: { type: 'reload' } };

  if (answer.state === 'failed' && chat.$queuedIds.get().has(answer.userMessageId))
    return { text: '', actions: [retry, takeBack] };
  if (answer.state === 'failed') {
    const actions = [...(answer.canRetry ? [retry] : []), ...(answer.canTakeBack ? [takeBack] : [])];
    return { text: words.errors[answer.error.code], actions };
  }
  if (details.state === 'failed') {
    const isGone = details.error.code === 'not_found';
    return isGone
      ? { text: words.errors.not_found, actions: [] }
      : { text: words.loadChatFailed, actions: [reload] };
  }
  if (offer.state === 'failed') return { text: words.errors[offer.code], actions: [reload] };
  if (offer.state === 'ready' && offer.providers.length === 0) return { text: words.noModel, actions: [] };
  return null;
}
