import { html, nothing, type TemplateResult } from 'lit';
import ChevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import { icon } from '../icon/icon.ts';

/** One thing to choose from. */
interface ChipOption {
  readonly id: string;
  readonly name: string;
}

/** What a chip shows: its name for assistive technology, the choices, and the chosen one. */
interface Chip {
  readonly label: string;
  readonly options: readonly ChipOption[];
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
}

/**
 * A small select that looks like a word. One choice is none: then there is no control at all.
 */
export function renderChip({ label, options, selectedId, onSelect }: Chip): TemplateResult | typeof nothing {
  const selected = options.find(({ id }) => id === selectedId);
  if (options.length < 2 || !selected) return nothing;
  const handleChange = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) onSelect(event.target.value);
  };
  return html`<span class="chip" part="chip">
    <span class="chip__name" aria-hidden="true">${selected.name}</span>
    ${icon(ChevronDown, 16)}
    <select aria-label=${label} title=${label} @change=${handleChange}>
      ${options.map(({ id, name }) => html`<option value=${id} .selected=${id === selectedId}>${name}</option>`)}
    </select>
  </span>`;
}
