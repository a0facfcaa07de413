import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { deepElements, getByRole, press, queryByRole } from '../../testing/by-role.ts';
import { settled } from '../../testing/settled.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { ResizeHandle } from '../resize-handle/resize-handle.ts';
import { Panel } from './panel.ts';
import { panelStyles, sheetQuery } from './panel.styles.ts';

define('paynless-panel', Panel);
define('paynless-resize-handle', ResizeHandle);

async function setUp(options: { floating?: boolean; open?: boolean; theme?: 'light' | 'dark' } = {}) {
  const { floating = true, open = true, theme = 'light' } = options;
  const panel = await themedFixture<Panel>(
    html`<paynless-panel heading="Ask us" ?floating=${floating} ?open=${open} started>
      <p>The conversation <button type="button">Jump</button></p>
      <p slot="footer">The composer</p>
    </paynless-panel>`,
    theme,
  );
  await settled(document.body);
  const requests: Request[] = [];
  panel.addEventListener('paynless-request', ({ request }) => requests.push(request));
  return { panel, requests };
}

describe('Panel', () => {
  it('is accessible', async () => {
    await expect((await setUp()).panel).to.be.accessible();
    await expect((await setUp({ theme: 'dark' })).panel).to.be.accessible();
    await expect((await setUp({ floating: false })).panel).to.be.accessible();
  });

  it('is a dialog with the chat’s name, and asks to be closed', async () => {
    const { panel, requests } = await setUp();
    expect(getByRole(panel, 'dialog', 'Ask us')).to.be.instanceOf(HTMLElement);
    getByRole(panel, 'button', 'Close chat').click();
    expect(requests).to.deep.equal([{ type: 'close' }]);
  });

  it('is a region of the page when inline, and cannot be closed', async () => {
    const { panel } = await setUp({ floating: false, open: false });
    expect(getByRole(panel, 'region', 'Ask us')).to.be.instanceOf(HTMLElement);
    expect(queryByRole(panel, 'button', 'Close chat')).to.equal(null);
  });

  it('offers a new chat only where one has begun', async () => {
    const { panel, requests } = await setUp();
    getByRole(panel, 'button', 'New chat').click();
    expect(requests).to.deep.equal([{ type: 'new-chat' }]);
    panel.started = false;
    await panel.updateComplete;
    expect(queryByRole(panel, 'button', 'New chat')).to.equal(null);
  });

  it('is not there while a floating one is closed', async () => {
    const { panel } = await setUp({ open: false });
    expect(panel.checkVisibility()).to.equal(false);
  });

  it('is modal where it fills the screen, and only there', async () => {
    expect(getByRole((await setUp()).panel, 'dialog').hasAttribute('aria-modal')).to.equal(false);
    const real = globalThis.matchMedia;
    globalThis.matchMedia = (query) => real.call(globalThis, query === sheetQuery ? 'all' : query);
    try {
      const { panel } = await setUp();
      expect(getByRole(panel, 'dialog').getAttribute('aria-modal')).to.equal('true');
      await expect(panel).to.be.accessible();
      const last = getByRole(panel, 'button', 'Jump');
      last.focus();
      await waitUntil(() => !press(last, 'Tab'), 'the focus is kept inside');
      expect(panel.shadowRoot?.activeElement).to.equal(getByRole(panel, 'button', 'New chat'));
      const { panel: inline } = await setUp({ floating: false });
      expect(getByRole(inline, 'region').hasAttribute('aria-modal')).to.equal(false);
    } finally {
      globalThis.matchMedia = real;
    }
  });

  it('says in its style sheet where it fills the screen as it does in its code', () => {
    expect(panelStyles.cssText).to.contain(`@media ${sheetQuery}`);
  });

  it('is called as the conversation is, else as the site calls it, else Chat', async () => {
    const { panel } = await setUp();
    for (const [chatTitle, heading, title] of [
      ['Invoice', 'Ask us', 'Invoice'],
      [null, 'Ask us', 'Ask us'],
      ['', '', 'Chat'],
    ] as const) {
      Object.assign(panel, { chatTitle, heading });
      await panel.updateComplete;
      expect(getByRole(panel, 'heading').textContent).to.equal(title);
      expect(getByRole(panel, 'dialog', title)).to.be.instanceOf(HTMLElement);
    }
  });

  it('has what a site puts into its header', async () => {
    const { panel } = await setUp();
    const link = document.createElement('a');
    Object.assign(link, { slot: 'header', href: '#', textContent: 'Help' });
    panel.append(link);
    const close = getByRole(panel, 'button', 'Close chat').getBoundingClientRect();
    expect(link.getBoundingClientRect().right).to.be.at.most(close.left);
    expect(link.getBoundingClientRect().bottom).to.be.at.most(
      panel.getBoundingClientRect().top + close.height * 2,
    );
  });

  it('makes itself larger and smaller, where it floats', async () => {
    const { panel, requests } = await setUp();
    const { offsetWidth } = panel;
    await waitUntil(() => queryByRole(panel, 'button', 'Make larger'));
    getByRole(panel, 'button', 'Make larger').click();
    const [request] = requests;
    panel.size = request?.type === 'resize' ? request.size : null;
    await waitUntil(() => queryByRole(panel, 'button', 'Make smaller'));
    expect(panel.offsetWidth).to.be.greaterThan(offsetWidth);
    expect(panel.getBoundingClientRect().top).to.be.at.least(0);
    getByRole(panel, 'button', 'Make smaller').click();
    expect(requests[1]).to.deep.equal({ type: 'resize', size: null });
    panel.size = null;
    await panel.updateComplete;
    expect(panel.offsetWidth).to.equal(offsetWidth);
    expect(queryByRole((await setUp({ floating: false })).panel, 'button', 'Make larger')).to.equal(null);
  });

  describe('with the list of chats', () => {
    async function setUpHistory(options: { floating?: boolean; width?: number } = {}) {
      const { panel, requests } = await setUp(options);
      panel.hasHistory = true;
      if (options.width !== undefined) panel.style.setProperty('inline-size', `${String(options.width)}px`);
      await panel.updateComplete;
      const overlay = document.createElement('div');
      overlay.slot = 'overlay';
      overlay.append(document.createElement('input'));
      const jump = getByRole(panel, 'button', 'Jump');
      const show = async () => {
        panel.append(overlay);
        overlay.querySelector('input')?.focus();
        await nextFrame();
        await panel.updateComplete;
      };
      const hide = async () => {
        overlay.remove();
        await nextFrame();
        await panel.updateComplete;
      };
      return { panel, requests, overlay, jump, show, hide };
    }

    it('covers everything else, which then takes no focus', async () => {
      const { panel, requests, overlay, jump, show, hide } = await setUpHistory();
      const button = () => getByRole(panel, 'button', 'Chats');
      expect(button().ariaExpanded).to.equal('false');
      button().click();
      await show();
      const box = panel.getBoundingClientRect();
      expect(overlay.getBoundingClientRect().height).to.equal(box.height);
      expect(overlay.getBoundingClientRect().width).to.equal(box.width);
      jump.focus();
      expect(document.activeElement === overlay.querySelector('input')).to.equal(true);
      expect(button().ariaExpanded).to.equal('true');
      button().click();
      await hide();
      expect(requests).to.deep.equal([{ type: 'open-history' }, { type: 'close-history' }]);
      jump.focus();
      expect(document.activeElement === jump).to.equal(true);
    });

    it('gives the focus back to what opened it, unless it is elsewhere by then', async () => {
      const { panel, jump, show, hide, overlay } = await setUpHistory();
      await show();
      await hide();
      await waitUntil(() => panel.shadowRoot?.activeElement === getByRole(panel, 'button', 'Chats'));
      await show();
      overlay.remove();
      const other = document.createElement('button');
      document.body.append(other);
      other.focus();
      await nextFrame();
      await panel.updateComplete;
      expect(document.activeElement === other).to.equal(true);
      other.remove();
      expect(jump.isConnected).to.equal(true);
    });

    it('stands beside the conversation of an inline chat that is wide enough, and follows its width', async () => {
      const { panel, overlay, jump, show } = await setUpHistory({ floating: false, width: 800 });
      await show();
      jump.focus();
      expect(document.activeElement === jump).to.equal(true);
      expect(overlay.getBoundingClientRect().right).to.be.at.most(jump.getBoundingClientRect().left);
      panel.style.setProperty('inline-size', '500px');
      await waitUntil(() => overlay.getBoundingClientRect().width === 500);
      jump.blur();
      jump.focus();
      expect(document.activeElement === jump).to.equal(false);
    });

    it('is passed over by the Tab key of a sheet', async () => {
      const real = globalThis.matchMedia;
      globalThis.matchMedia = (query) => real.call(globalThis, query === sheetQuery ? 'all' : query);
      try {
        const { overlay, show } = await setUpHistory();
        await show();
        const [field] = overlay.querySelectorAll('input');
        await waitUntil(() => !press(field!, 'Tab'), 'the focus is kept inside');
        expect(document.activeElement === field).to.equal(true);
      } finally {
        globalThis.matchMedia = real;
      }
    });
  });

  it('loads what it is resized with when it is open', async () => {
    const { panel } = await setUp();
    const handle = () => [...deepElements(panel.renderRoot)].find(({ role }) => role === 'separator');
    await waitUntil(() => handle()?.ariaLabel === 'Resize chat');
    await settled(document.body);
    await expect(panel).to.be.accessible();
  });

  it('never covers more than four fifths of the window’s height', async () => {
    const { panel } = await setUp();
    expect(panel.getBoundingClientRect().height).to.be.at.most(innerHeight * 0.8 + 1);
  });
});
