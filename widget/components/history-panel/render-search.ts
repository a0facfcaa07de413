import { html, nothing, type TemplateResult } from 'lit';
import SearchIcon from 'lucide/dist/esm/icons/search.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { Messages } from '../../i18n/messages.ts';
import { icon } from '../icon/icon.ts';
import { textMax } from './text-max.ts';

/** The field to search in: what is written there, and who is told. */
interface Search {
  readonly words: Messages;
  readonly query: string;
  readonly search: (text: string) => void;
  readonly clear: () => void;
}

/** The field, and a button that empties it as soon as there is something in it. */
export function renderSearch({ words, query, search, clear }: Search): TemplateResult {
  const handleInput = ({ target }: InputEvent): void => {
    if (target instanceof HTMLInputElement) search(target.value);
  };
  return html`<div class="search" role="search">
    ${icon(SearchIcon, 16)}
    <input
      class="field field--search"
      part="history__search"
      type="search"
      dir="auto"
      enterkeyhint="search"
      autocomplete="off"
      maxlength=${textMax}
      aria-label=${words.searchChats}
      placeholder=${words.searchChats}
      .value=${query}
      @input=${handleInput}
    />
    ${
      query === ''
        ? nothing
        : html`<button
            class="icon-button clear"
            type="button"
            aria-label=${words.clearSearch}
            title=${words.clearSearch}
            @click=${clear}
          >
            ${icon(X, 16)}
          </button>`
    }
  </div>`;
}
