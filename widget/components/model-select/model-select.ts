import { LitElement, type nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { AiProvider } from '../../../protocol/catalog.ts';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { foundation } from '../../styles/foundation.ts';
import { renderChip } from '../chip/chip.ts';
import { chipStyles } from '../chip/chip.styles.ts';

/**
 * @summary Chooses the model that answers the next message. Nothing to choose, nothing shown.
 * @fires paynless-request - `select-provider` with the chosen id.
 * @csspart chip - The chip.
 */
export class ModelSelect extends LitElement {
  static override styles = [foundation, chipStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The models on offer. */
  @property({ attribute: false }) providers: readonly AiProvider[] = [];

  /** The chosen one. */
  @property({ attribute: false }) selectedId: string | null = null;

  protected override render(): TemplateResult | typeof nothing {
    return renderChip({
      label: this.words.model,
      options: this.providers,
      selectedId: this.selectedId,
      onSelect: (id) => this.dispatchEvent(new RequestEvent({ type: 'select-provider', id })),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-model-select': ModelSelect;
  }
}
