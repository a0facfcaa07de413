import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import type { Chat } from '../../../protocol/history.ts';
import { keyedRows } from './keyed-rows.ts';

/** A list, and what it shows of chats that are named by these letters. */
function setUp() {
  const list = document.createElement('div');
  const show = (ids: string): HTMLElement[] => {
    const chats = Array.from(ids, (id): Chat => ({ id, title: id, updatedAt: '' }));
    render(html`<ul ${keyedRows(chats, ({ title }) => html`${title}`)}></ul>`, list);
    return [...list.querySelectorAll('li')];
  };
  return { list, show };
}

describe('keyedRows', () => {
  it('lists what there is now, in its order, whatever was listed before', () => {
    const { list, show } = setUp();
    for (const ids of ['abcd', 'bd', 'dcb', '', 'abcde', 'edcba', 'xbycz']) {
      show(ids);
      expect(list.textContent.trim()).to.equal(ids);
    }
  });

  it('keeps the row of each, and moves none that can stay', () => {
    const { list, show } = setUp();
    const [a, b, c] = show('abc');
    const moved = new Set<Node>();
    const observer = new MutationObserver(() => undefined);
    observer.observe(list, { childList: true, subtree: true });
    const take = () => {
      for (const { addedNodes } of observer.takeRecords()) for (const node of addedNodes) moved.add(node);
      return [...moved].filter((node) => node instanceof HTMLLIElement);
    };
    expect(show('bc')).to.deep.equal([b, c]);
    expect(take()).to.deep.equal([]);
    expect(show('cb')).to.deep.equal([c, b]);
    expect(take()).to.deep.equal([c]);
    expect(show('xcb').slice(1)).to.deep.equal([c, b]);
    expect(take()).to.have.length(2);
    expect(show('a').includes(a!)).to.equal(false);
    observer.disconnect();
  });
});
