import { LitElement, type nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { SystemPrompt } from '../../../protocol/catalog.ts';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { foundation } from '../../styles/foundation.ts';
import { renderChip } from '../chip/chip.ts';
import { chipStyles } from '../chip/chip.styles.ts';

/**
 * @summary Chooses the way the next message is answered. Nothing to choose, nothing shown.
 * @fires paynless-request - `select-prompt` with the chosen id.
 * @csspart chip - The chip.
 */
export class PromptSelect extends LitElement {
  static override styles = [foundation, chipStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The prompts on offer. */
  @property({ attribute: false }) prompts: readonly SystemPrompt[] = [];

  /** The chosen one. */
  @property({ attribute: false }) selectedId: string | null = null;

  protected override render(): TemplateResult | typeof nothing {
    return renderChip({
      label: this.words.prompt,
      options: this.prompts,
      selectedId: this.selectedId,
      onSelect: (id) => this.dispatchEvent(new RequestEvent({ type: 'select-prompt', id })),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-prompt-select': PromptSelect;
  }
}
