import { expect, nextFrame } from '@open-wc/testing';
import { html } from 'lit';
import type { RequestEvent } from '../../events/request-event.ts';
import { getByRole, queryAllByRole } from '../../testing/by-role.ts';
import { quotaOf } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { LimitNotice } from './limit-notice.ts';

define('paynless-limit-notice', LimitNotice);

async function setUp(theme: 'light' | 'dark' = 'light', registerUrl = '/register', signInUrl = '/sign-in') {
  const notice = await themedFixture<LimitNotice>(
    html`<paynless-limit-notice
      .quota=${quotaOf(0)}
      .registerUrl=${registerUrl}
      .signInUrl=${signInUrl}
    ></paynless-limit-notice>`,
    theme,
  );
  // Nobody leaves the test's page.
  notice.addEventListener('click', (event) => {
    event.preventDefault();
  });
  const events: RequestEvent[] = [];
  notice.addEventListener('paynless-request', (event) => events.push(event));
  return { notice, events };
}

describe('LimitNotice', () => {
  it('is accessible', async () => {
    await expect((await setUp()).notice).to.be.accessible();
    await expect((await setUp('dark')).notice).to.be.accessible();
  });

  it('says what is kept', async () => {
    const { notice } = await setUp();
    const alert = getByRole(notice, 'alert').textContent;
    expect(alert).to.contain('You have used your free messages');
    expect(alert).to.contain('Your message and this conversation are waiting for you');
  });

  it('leads to the register page and to the sign-in page', async () => {
    const { notice, events } = await setUp();
    expect(getByRole(notice, 'link', 'Sign up').getAttribute('href')).to.equal('/register');
    getByRole(notice, 'link', 'Sign up').click();
    getByRole(notice, 'link', 'Sign in').click();
    expect(events.map(({ request }) => request)).to.deep.equal([
      { type: 'sign-up', url: '/register' },
      { type: 'sign-in', url: '/sign-in' },
    ]);
  });

  it('keeps the browser here when the request is cancelled', async () => {
    const { notice } = await setUp();
    notice.addEventListener('paynless-request', (event) => {
      event.preventDefault();
    });
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    getByRole(notice, 'link', 'Sign up').dispatchEvent(click);
    expect(click.defaultPrevented).to.equal(true);
  });

  it("says a site's own words in the place of its texts, and keeps the links", async () => {
    const { notice } = await setUp();
    const own = document.createElement('p');
    Object.assign(own, { slot: 'limit', textContent: 'Join us' });
    notice.append(own);
    await nextFrame();
    expect(own.checkVisibility()).to.equal(true);
    expect(queryAllByRole(notice, 'heading')).to.deep.equal([]);
    expect(queryAllByRole(notice, 'link')).to.have.length(2);
    await expect(notice).to.be.accessible();
  });

  it('has no links on a site without such pages', async () => {
    const { notice } = await setUp('light', '', '');
    expect(queryAllByRole(notice, 'link')).to.deep.equal([]);
  });

  it('can be put away', async () => {
    const { notice, events } = await setUp();
    getByRole(notice, 'button', 'Not now').click();
    expect(events[0]?.request).to.deep.equal({ type: 'dismiss' });
  });
});
