import { html, nothing, type TemplateResult } from 'lit';
import ChevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs';
import ChevronRight from 'lucide/dist/esm/icons/chevron-right.mjs';
import { RequestEvent } from '../../events/request-event.ts';
import type { Messages } from '../../i18n/messages.ts';
import { renderAction } from '../message-actions/render-action.ts';

/** The versions of one message, oldest first, and the one on show. */
interface Branches {
  readonly ids: readonly string[];
  readonly currentId: string;
  /** Another one can't be shown now. */
  readonly disabled: boolean;
  readonly words: Messages;
}

/**
 * The way between the versions of a message: ‹ 2/3 ›. One version is none, then there is nothing.
 *
 * Parts: `branches`, and `action` for its buttons.
 */
export function renderBranchNav({
  ids,
  currentId,
  disabled,
  words,
}: Branches): TemplateResult | typeof nothing {
  if (ids.length < 2) return nothing;
  const index = ids.indexOf(currentId);
  const step = (by: number, label: string, icon: typeof ChevronLeft): TemplateResult => {
    const messageId = ids[index + by];
    return renderAction({
      label,
      icon,
      disabled: disabled || messageId === undefined,
      onClick: ({ target }) => {
        if (messageId !== undefined)
          target?.dispatchEvent(new RequestEvent({ type: 'show-branch', messageId }));
      },
    });
  };
  return html`<span
    class="branches"
    part="branches"
    role="group"
    aria-label=${words.versionOf(index + 1, ids.length)}
  >
    ${step(-1, words.previousVersion, ChevronLeft)}
    <span class="branches__place" aria-hidden="true">${index + 1}/${ids.length}</span>
    ${step(1, words.nextVersion, ChevronRight)}
  </span>`;
}
