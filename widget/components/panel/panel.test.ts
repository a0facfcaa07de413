import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, press, queryByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { Panel } from './panel.ts';
import { panelStyles, sheetQuery } from './panel.styles.ts';

define('paynless-panel', Panel);

async function setUp(options: { floating?: boolean; open?: boolean; theme?: 'light' | 'dark' } = {}) {
  const { floating = true, open = true, theme = 'light' } = options;
  const panel = await themedFixture<Panel>(
    html`<paynless-panel heading="Ask us" ?floating=${floating} ?open=${open} started>
      <p>The conversation</p>
      <p slot="footer">The composer</p>
    </paynless-panel>`,
    theme,
  );
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
      const close = getByRole(panel, 'button', 'Close chat');
      close.focus();
      expect(press(close, 'Tab')).to.equal(false);
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

  it('never covers more than four fifths of the window’s height', async () => {
    const { panel } = await setUp();
    expect(panel.getBoundingClientRect().height).to.be.at.most(innerHeight * 0.8 + 1);
  });
});
