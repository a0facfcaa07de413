import { html, nothing, type TemplateResult } from 'lit';
import type { AiProvider } from '../../../protocol/catalog.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Messages } from '../../i18n/messages.ts';
import { dateOf } from './date-of.ts';

/**
 * What there is to know about an answer: the model, what it has cost in tokens, when it was given.
 *
 * Parts: `details`.
 */
export function renderMessageDetails(
  message: Message,
  providers: readonly AiProvider[],
  words: Messages,
): TemplateResult {
  const { providerId, usage } = message;
  const date = dateOf(message);
  const model = providers.find(({ id }) => id === providerId);
  const tokens = usage && {
    input: usage.inputTokens,
    output: usage.outputTokens,
    cached: usage.cachedInputTokens ?? 0,
  };
  const line = (text: string): TemplateResult => html`<p dir="auto">${text}</p>`;
  return html`<div class="tray" part="details" role="group" aria-label=${words.details}>
    ${model ? line(words.answeredBy(model.name)) : nothing} ${tokens ? line(words.usage(tokens)) : nothing}
    ${date ? line(words.dateAndTime(date)) : nothing}
  </div>`;
}
