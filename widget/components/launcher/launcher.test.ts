import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { getByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { Launcher } from './launcher.ts';

define('paynless-launcher', Launcher);

const setUp = (theme: 'light' | 'dark' = 'light') =>
  themedFixture<Launcher>(html`<paynless-launcher label="Open chat"></paynless-launcher>`, theme);

describe('Launcher', () => {
  it('is accessible', async () => {
    await expect(await setUp()).to.be.accessible();
    await expect(await setUp('dark')).to.be.accessible();
  });

  it('is one button with a name, large enough for a thumb', async () => {
    const launcher = await setUp();
    const { width, height } = getByRole(launcher, 'button', 'Open chat').getBoundingClientRect();
    expect(Math.min(width, height)).to.be.at.least(44);
  });

  it('takes the focus', async () => {
    const launcher = await setUp();
    launcher.focus();
    expect(launcher.shadowRoot?.activeElement).to.equal(getByRole(launcher, 'button'));
  });

  it('says how many answers nobody has seen, and shows no more than 9+', async () => {
    const launcher = await setUp();
    const { shadowRoot } = launcher;
    expect(shadowRoot?.textContent.trim()).to.equal('');
    Object.assign(launcher, { unread: 3, unreadLabel: '3 unread messages' });
    await launcher.updateComplete;
    expect(getByRole(launcher, 'button', 'Open chat, 3 unread messages').textContent.trim()).to.equal('3');
    await expect(launcher).to.be.accessible();
    launcher.unread = 12;
    await launcher.updateComplete;
    expect(getByRole(launcher, 'button').textContent.trim()).to.equal('9+');
    launcher.unread = 0;
    await launcher.updateComplete;
    expect(getByRole(launcher, 'button', 'Open chat').textContent.trim()).to.equal('');
  });

  it("shows a site's own content in the place of its icon", async () => {
    const launcher = await setUp();
    const icon = launcher.shadowRoot?.querySelector('svg');
    expect(icon?.checkVisibility()).to.equal(true);
    const own = document.createElement('span');
    Object.assign(own, { slot: 'launcher', textContent: 'Ask' });
    launcher.append(own);
    expect(own.checkVisibility()).to.equal(true);
    expect(icon?.checkVisibility()).to.equal(false);
  });

  it('says that the chat is on its way', async () => {
    const launcher = await setUp();
    launcher.busy = true;
    await launcher.updateComplete;
    expect(getByRole(launcher, 'button').getAttribute('aria-busy')).to.equal('true');
  });
});
