import { property } from 'lit/decorators.js';
import type { SystemPrompt } from '../../../protocol/catalog.ts';
import type { Request } from '../../events/request-event.ts';
import { Chip } from '../chip/chip.ts';

/**
 * @summary Chooses the way the next message is answered. Nothing to choose, nothing shown.
 * @fires paynless-request - `select-prompt` with the chosen id.
 * @csspart chip - The chip.
 * @csspart listbox - The list that it opens.
 * @csspart option - Each choice in it.
 */
export class PromptSelect extends Chip {
  /** The prompts on offer. */
  @property({ attribute: false }) prompts: readonly SystemPrompt[] = [];

  protected override get label(): string {
    return this.words.prompt;
  }

  protected override get options(): readonly SystemPrompt[] {
    return this.prompts;
  }

  protected override requestFor(id: string): Request {
    return { type: 'select-prompt', id };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-prompt-select': PromptSelect;
  }
}
