import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { titleCharactersMax } from '../../../protocol/history.ts';
import type { Request } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { getByRole, press, queryAllByRole, queryByRole } from '../../testing/by-role.ts';
import { settled } from '../../testing/settled.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { HistoryPanel } from './history-panel.ts';
import type { HistoryView } from './render-list-end.ts';

define('paynless-history-panel', HistoryPanel);

const now = new Date(2026, 2, 5, 12);
const at = (day: number) => new Date(2026, 2, day, 9).toISOString();

const chats = [
  { id: 'a', title: 'Invoice for March', updatedAt: at(5) },
  { id: 'b', title: null, updatedAt: at(5) },
  { id: 'c', title: 'كلمة المرور', updatedAt: at(4) },
  { id: 'd', title: 'Team seats', updatedAt: at(1) },
];

const ready: HistoryView = { state: 'ready', chats, search: '', nextCursor: null };

interface Options {
  theme: 'light' | 'dark';
  dir: 'ltr' | 'rtl';
  changes: Partial<HistoryPanel>;
}

async function setUp({ theme = 'light', dir = 'ltr', changes = {} }: Partial<Options> = {}) {
  const panel = await themedFixture<HistoryPanel>(
    html`<paynless-history-panel
      dir=${dir}
      .now=${now}
      .history=${ready}
      .currentId=${'c'}
    ></paynless-history-panel>`,
    theme,
  );
  Object.assign(panel, changes);
  panel.style.setProperty('block-size', '480px');
  await panel.updateComplete;
  const requests: Request[] = [];
  panel.addEventListener('paynless-request', ({ request }) => requests.push(request));
  const focused = () => panel.shadowRoot?.activeElement;
  const show = async (history: Partial<HistoryView>) => {
    panel.history = { ...panel.history, ...history };
    await panel.updateComplete;
  };
  /** The buttons that open a chat, in their order. */
  const rows = () => [...panel.renderRoot.querySelectorAll<HTMLElement>('[part="chat__title"]')];
  const titles = () => rows().map((row) => row.querySelector('.chat__title')?.textContent);
  const click = async (name: string) => {
    getByRole(panel, 'button', name).click();
    await panel.updateComplete;
  };
  const search = async (text: string) => {
    const field = getInput(panel, 'Search chats');
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await panel.updateComplete;
    return field;
  };
  return { panel, requests, focused, rows, titles, click, search, show };
}

function getInput(panel: HistoryPanel, name: string): HTMLInputElement {
  const field = getByRole(panel, 'textbox', name);
  if (field instanceof HTMLInputElement) return field;
  throw new Error('not a field of one line');
}

describe('HistoryPanel', () => {
  const states: [string, Partial<HistoryPanel>][] = [
    ['with chats', { removed: chats[0]!, notice: 'renameFailed' }],
    ['while loading', { history: { state: 'loading', chats: [], search: '' } }],
    ['with no chats', { history: { state: 'ready', chats: [], search: '' } }],
    ['after a failure', { history: { state: 'failed', chats, search: 'x' } }],
  ];
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, changes] of states) {
      it(`is accessible ${name}, in the ${theme} theme`, async () => {
        const { panel } = await setUp({ theme, changes });
        await settled(panel);
        await expect(panel).to.be.accessible();
      });
    }

    it(`is accessible with a chat's actions and with its title open, in the ${theme} theme`, async () => {
      const { panel, click } = await setUp({ theme, dir: 'rtl' });
      await click('Actions for Team seats');
      await settled(panel);
      await expect(panel).to.be.accessible();
      await click('Rename');
      await settled(panel);
      await expect(panel).to.be.accessible();
    });
  }

  it('lists the chats by day, and marks the one on show', async () => {
    const { panel, rows, titles } = await setUp();
    const days = queryAllByRole(panel, 'heading').map((heading) => heading.textContent);
    expect(days).to.deep.equal(['Chats', 'Today', 'Yesterday', en.day(new Date(at(1)), now)]);
    expect(titles()).to.deep.equal(['Invoice for March', 'Untitled chat', 'كلمة المرور', 'Team seats']);
    expect(rows().map((row) => row.ariaCurrent)).to.deep.equal([null, null, 'true', null]);
  });

  it('takes the focus when it comes: to search, or where there is a touch screen without raising its keyboard', async () => {
    expect((await setUp()).focused()?.ariaLabel).to.equal('Search chats');
    const real = globalThis.matchMedia;
    globalThis.matchMedia = (query) => real.call(globalThis, query === '(pointer: coarse)' ? 'all' : query);
    try {
      expect((await setUp()).focused()?.ariaLabel).to.equal('Back to the chat');
    } finally {
      globalThis.matchMedia = real;
    }
  });

  it('opens a chat, begins a new one, and goes back', async () => {
    const { requests, rows, click } = await setUp();
    rows()[3]?.click();
    await click('New chat');
    await click('Back to the chat');
    expect(requests).to.deep.equal([
      { type: 'open-chat', id: 'd' },
      { type: 'new-chat' },
      { type: 'close-history' },
    ]);
  });

  it('searches; Escape empties the field first, and then goes back', async () => {
    const { panel, requests, search, click, focused } = await setUp();
    const field = await search('inv');
    press(field, 'Escape');
    await panel.updateComplete;
    expect(field.value).to.equal('');
    await search('x');
    await click('Clear search');
    expect(focused() === field).to.equal(true);
    expect(queryByRole(panel, 'button', 'Clear search')).to.equal(null);
    expect(press(field, 'Escape')).to.equal(false);
    expect(requests).to.deep.equal([
      { type: 'search-history', text: 'inv' },
      { type: 'search-history', text: '' },
      { type: 'search-history', text: 'x' },
      { type: 'search-history', text: '' },
      { type: 'close-history' },
    ]);
  });

  it('takes no more than the server does', async () => {
    const { panel, click } = await setUp();
    expect(getInput(panel, 'Search chats').maxLength).to.equal(titleCharactersMax);
    await click('Actions for Team seats');
    await click('Rename');
    expect(getInput(panel, 'Title of the chat').maxLength).to.equal(titleCharactersMax);
  });

  it('leaves the keys of an input method alone', async () => {
    const { requests, search } = await setUp();
    const field = await search('に');
    press(field, 'Escape', { isComposing: true });
    expect(requests).to.have.length(1);
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`goes through the chats with the arrow keys, as one stop of the Tab key (${dir})`, async () => {
      const { panel, rows, focused } = await setUp({ dir });
      const stops = () => rows().filter(({ tabIndex }) => tabIndex === 0);
      expect(stops().map((stop) => rows().indexOf(stop))).to.deep.equal([2]);
      expect(press(getInput(panel, 'Search chats'), 'ArrowDown')).to.equal(false);
      for (const [key, index] of [
        ['ArrowDown', 1],
        ['End', 3],
        ['ArrowDown', 3],
        ['ArrowUp', 2],
        ['Home', 0],
      ] as const) {
        press(focused()!, key);
        await panel.updateComplete;
        expect(focused() === rows()[index], key).to.equal(true);
        expect(
          stops().map((stop) => rows().indexOf(stop)),
          key,
        ).to.deep.equal([index]);
      }
      press(focused()!, 'ArrowUp');
      expect(focused()?.ariaLabel).to.equal('Search chats');
    });
  }

  it('renames in its place: Enter saves, and the focus is on the chat again', async () => {
    const { panel, requests, rows, focused } = await setUp();
    press(rows()[0]!, 'F2');
    await panel.updateComplete;
    const field = getInput(panel, 'Title of the chat');
    expect(focused() === field).to.equal(true);
    field.value = '  March ';
    press(field, 'Enter', { isComposing: true });
    press(field, 'Enter');
    await panel.updateComplete;
    expect(requests).to.deep.equal([{ type: 'rename-chat', id: 'a', title: 'March' }]);
    expect(focused() === rows()[0]).to.equal(true);
  });

  it('keeps the title on Escape, and what says nothing', async () => {
    const { panel, requests, click, focused, rows } = await setUp();
    await click('Actions for Invoice for March');
    await click('Rename');
    let field = getInput(panel, 'Title of the chat');
    field.value = 'Other';
    press(field, 'Escape');
    await panel.updateComplete;
    expect(focused() === rows()[0]).to.equal(true);
    await click('Actions for Invoice for March');
    await click('Rename');
    field = getInput(panel, 'Title of the chat');
    field.value = ' \u200b';
    await click('Save');
    expect(requests).to.deep.equal([]);
  });

  it('shows what else can be done with one chat at a time, and puts it away with Escape', async () => {
    const { panel, click, focused, rows, requests } = await setUp();
    await click('Actions for Invoice for March');
    await click('Actions for Team seats');
    expect(queryAllByRole(panel, 'button', 'Delete')).to.have.length(1);
    const delete_ = getByRole(panel, 'button', 'Delete');
    delete_.focus();
    expect(press(delete_, 'Escape')).to.equal(false);
    await panel.updateComplete;
    expect(queryByRole(panel, 'button', 'Delete')).to.equal(null);
    expect(focused() === rows()[3]).to.equal(true);
    expect(requests).to.deep.equal([]);
  });

  it('exports as Markdown and as JSON', async () => {
    const { requests, click } = await setUp();
    await click('Actions for Team seats');
    await click('Export as Markdown');
    await click('Actions for Team seats');
    await click('Export as JSON');
    expect(requests).to.deep.equal([
      { type: 'export-chat', id: 'd', format: 'md' },
      { type: 'export-chat', id: 'd', format: 'json' },
    ]);
  });

  it('deletes with a key, goes to the next chat, and offers the way back', async () => {
    const { panel, requests, rows, focused, show, click } = await setUp();
    rows()[0]!.focus();
    press(rows()[0]!, 'Delete');
    const before = rows()[1];
    panel.removed = chats[0]!;
    await show({ chats: chats.slice(1) });
    expect(focused() === before).to.equal(true);
    const status = queryAllByRole(panel, 'status').map((one) => one.textContent.trim());
    expect(status).to.contain('Invoice for March deleted');
    await click('Undo');
    panel.removed = null;
    await show({ chats });
    expect(focused() === rows()[0]).to.equal(true);
    expect(requests).to.deep.equal([{ type: 'delete-chat', id: 'a' }, { type: 'undo-delete' }]);
  });

  it('keeps what one is at when the list changes its order', async () => {
    const { panel, show, rows, focused } = await setUp();
    rows()[3]!.focus();
    await show({ chats: [{ ...chats[3]!, updatedAt: at(5) }, ...chats.slice(0, 3)] });
    press(rows()[2]!, 'F2');
    await panel.updateComplete;
    const field = getInput(panel, 'Title of the chat');
    field.value = 'half a wo';
    await show({ chats: [{ ...chats[1]!, id: 'new' }, ...panel.history.chats] });
    expect(getInput(panel, 'Title of the chat') === field).to.equal(true);
    expect(focused() === field).to.equal(true);
    expect(field.value).to.equal('half a wo');
  });

  it('loads more when its end comes near, once a page, and with a button', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ ...chats[0]!, id: `chat-${String(index)}` }));
    const { panel, requests, show, click } = await setUp();
    await show({ chats: many, nextCursor: 'one' });
    const scroller = panel.renderRoot.querySelector('.scroller')!;
    const scroll = () => scroller.dispatchEvent(new Event('scroll'));
    scroll();
    expect(requests).to.deep.equal([]);
    scroller.scrollTo(0, scroller.scrollHeight);
    scroll();
    scroll();
    expect(requests).to.deep.equal([{ type: 'more-history' }]);
    await click('Show more');
    await show({ chats: [...many, ...chats], nextCursor: 'two' });
    scroller.scrollTo(0, scroller.scrollHeight);
    scroll();
    expect(requests).to.have.length(3);
  });

  it('says what there is when there are no chats', async () => {
    const { panel, show } = await setUp({ changes: { history: { ...ready, chats: [] } } });
    const said = () => queryAllByRole(panel, 'status').map((one) => one.textContent.trim());
    expect(said()).to.contain('Your chats will be listed here.');
    await show({ search: 'zebra' });
    expect(said()).to.contain('No chat matches your search.');
    await show({ state: 'loading' });
    expect(panel.renderRoot.querySelector('[role="img"]')?.ariaLabel).to.equal('Loading chats');
  });

  it('keeps what was loaded when more could not be, and offers to try again', async () => {
    const { panel, requests, show, click, titles } = await setUp();
    await show({ state: 'failed', nextCursor: 'one' });
    expect(titles()).to.have.length(4);
    expect(getByRole(panel, 'alert').textContent).to.equal('Your chats could not be loaded.');
    await click('Try again');
    await show({ nextCursor: null });
    await click('Try again');
    expect(requests).to.deep.equal([{ type: 'more-history' }, { type: 'reload-history' }]);
  });
});
