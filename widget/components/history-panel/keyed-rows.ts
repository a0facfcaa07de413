import { noChange, render, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { Chat } from '../../../protocol/history.ts';

type RenderRow = (chat: Chat) => TemplateResult;

/**
 * Draws each chat into a list item of its own, and keeps that as long as the chat is listed: what has the focus, or is being
 * written, goes where its chat goes. Lit's `repeat` would do so too, in four times the bytes.
 */
class KeyedRows extends Directive {
  readonly #rows = new Map<string, HTMLElement>();

  override render(_chats: readonly Chat[], _renderRow: RenderRow): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [chats, renderRow]: [readonly Chat[], RenderRow]) {
    const rows = this.#rows;
    const ids = new Set(chats.map(({ id }) => id));
    for (const [id, row] of rows) {
      if (ids.has(id)) continue;
      row.remove();
      rows.delete(id);
    }
    let place = element.firstElementChild;
    for (const chat of chats) {
      const row = rows.get(chat.id) ?? document.createElement('li');
      rows.set(chat.id, row);
      render(renderRow(chat), row);
      // Only what has to move is moved, for that takes the focus away.
      if (row === place) place = row.nextElementSibling;
      else element.insertBefore(row, place);
    }
    return noChange;
  }
}

/** Fills a list, `<ul ${keyedRows(chats, renderRow)}>`. */
export const keyedRows = directive(KeyedRows);
