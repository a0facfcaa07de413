import { property } from 'lit/decorators.js';
import type { AiProvider } from '../../../protocol/catalog.ts';
import type { Request } from '../../events/request-event.ts';
import { Chip } from '../chip/chip.ts';

/**
 * @summary Chooses the model that answers the next message. Nothing to choose, nothing shown.
 * @fires paynless-request - `select-provider` with the chosen id.
 * @csspart chip - The chip.
 * @csspart listbox - The list that it opens.
 * @csspart option - Each choice in it.
 */
export class ModelSelect extends Chip {
  /** The models on offer. */
  @property({ attribute: false }) providers: readonly AiProvider[] = [];

  protected override get label(): string {
    return this.words.model;
  }

  protected override get options(): readonly AiProvider[] {
    return this.providers;
  }

  protected override requestFor(id: string): Request {
    return { type: 'select-provider', id };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-model-select': ModelSelect;
  }
}
