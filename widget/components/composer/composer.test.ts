import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, getTextbox, press, queryByRole, write } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { Composer } from './composer.ts';

define('paynless-composer', Composer);

async function setUp(changes: Partial<Composer> = {}) {
  const composer = await themedFixture<Composer>(html`<paynless-composer></paynless-composer>`);
  Object.assign(composer, changes);
  await composer.updateComplete;
  const requests: Request[] = [];
  const drafts: string[] = [];
  composer.addEventListener('paynless-request', ({ request }) => {
    if (request.type === 'draft') drafts.push(request.text);
    else requests.push(request);
  });
  const field = getTextbox(composer);
  const type = async (text: string): Promise<void> => {
    write(field, text);
    await composer.updateComplete;
  };
  return { composer, requests, drafts, field, type };
}

describe('Composer', () => {
  it('is accessible', async () => {
    const { composer, type } = await setUp();
    await expect(composer).to.be.accessible();
    await type('Hello');
    await expect(composer).to.be.accessible();
    composer.busy = true;
    await composer.updateComplete;
    await expect(composer).to.be.accessible();
  });

  it('sends with Enter and is empty again', async () => {
    const { composer, requests, field, type } = await setUp();
    await type('  Hello there \n');
    expect(press(field, 'Enter')).to.equal(false);
    await composer.updateComplete;
    expect(requests).to.deep.equal([{ type: 'send', text: 'Hello there' }]);
    expect(field.value).to.equal('');
  });

  it('leaves Shift+Enter to the browser, which breaks the line', async () => {
    const { requests, field, type } = await setUp();
    await type('Hello');
    expect(press(field, 'Enter', { shiftKey: true })).to.equal(true);
    expect(requests).to.deep.equal([]);
  });

  it('never sends an Enter that belongs to an input method', async () => {
    const { requests, field, type } = await setUp();
    await type('こんにちは');
    press(field, 'Enter', { isComposing: true });
    press(field, 'Enter', { keyCode: 229 });
    expect(requests).to.deep.equal([]);
    press(field, 'Enter');
    expect(requests).to.have.length(1);
  });

  it('sends with the button, which says when there is nothing to send', async () => {
    const { composer, requests, type } = await setUp();
    const send = getByRole(composer, 'button', 'Send message');
    send.click();
    await type(' \u200b\n');
    expect(send.getAttribute('aria-disabled')).to.equal('true');
    send.click();
    expect(requests).to.deep.equal([]);
    await type('Hello');
    expect(send.getAttribute('aria-disabled')).to.equal('false');
    send.click();
    expect(requests).to.deep.equal([{ type: 'send', text: 'Hello' }]);
  });

  it('stops while an answer runs, and keeps what is written meanwhile', async () => {
    const { composer, requests, field, type } = await setUp({ busy: true });
    await type('The next one');
    press(field, 'Enter');
    expect(queryByRole(composer, 'button', 'Send message')).to.equal(null);
    getByRole(composer, 'button', 'Stop answering').click();
    expect(requests).to.deep.equal([{ type: 'stop' }]);
    expect(field.value).to.equal('The next one');
  });

  it('puts a text that came back before what was written since', async () => {
    const { composer, field, type } = await setUp();
    composer.restore('First');
    await composer.updateComplete;
    expect(field.value).to.equal('First');
    await type('Second');
    composer.restore('First');
    await composer.updateComplete;
    expect(field.value).to.equal('First\nSecond');
  });

  it('tells of every change of the text but the one that it was told itself', async () => {
    const { composer, drafts, requests, field, type } = await setUp();
    await type('Hello');
    press(field, 'Enter');
    composer.restore('Hello');
    expect(drafts).to.deep.equal(['Hello', '', 'Hello']);
    expect(requests).to.have.length(1);
    composer.text = 'A draft';
    await composer.updateComplete;
    expect(field.value).to.equal('A draft');
    expect(drafts).to.have.length(3);
    press(field, 'Enter');
    expect(requests[1]).to.deep.equal({ type: 'send', text: 'A draft' });
  });

  it('says that there is no connection, and sends all the same', async () => {
    const { composer, requests, field, type } = await setUp();
    const status = getByRole(composer, 'status');
    expect(status.textContent).to.equal('');
    const { height } = composer.getBoundingClientRect();
    composer.offline = true;
    await composer.updateComplete;
    expect(status.textContent).to.equal('You are offline. What you send goes out when you are back.');
    expect(composer.getBoundingClientRect().height).to.be.greaterThan(height);
    await expect(composer).to.be.accessible();
    await type('Later');
    press(field, 'Enter');
    expect(requests).to.deep.equal([{ type: 'send', text: 'Later' }]);
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`has places for a site's own controls, before its tools and before the send button (${dir})`, async () => {
      const { composer } = await setUp();
      composer.dir = dir;
      const places = ['composer-start', '', 'composer-end'].map((slot) => {
        const own = document.createElement('button');
        Object.assign(own, { slot, textContent: slot || 'tool' });
        composer.append(own);
        return own;
      });
      const send = getByRole(composer, 'button', 'Send message');
      const lefts = [...places, send].map((place) => place.getBoundingClientRect().left);
      const sorted = lefts.toSorted((one, other) => (dir === 'ltr' ? one - other : other - one));
      expect(lefts).to.deep.equal(sorted);
    });
  }

  it('keeps a text that is too long and says by how much', async () => {
    const { composer, requests, field, type } = await setUp();
    await type('😀'.repeat(8_000));
    expect(queryByRole(composer, 'alert')).to.equal(null);
    await type('😀'.repeat(8_002));
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    const described = field.getAttribute('aria-describedby') ?? '';
    const count = composer.shadowRoot?.getElementById(described);
    expect(count?.textContent.trim()).to.equal('2 characters too long');
    await expect(composer).to.be.accessible();
    press(field, 'Enter');
    expect(requests).to.deep.equal([]);
  });

  it('announces that a text is too long once, not with every key', async () => {
    const { composer, type } = await setUp();
    await type('a'.repeat(8_001));
    const alert = getByRole(composer, 'alert');
    const records: MutationRecord[] = [];
    const observer = new MutationObserver((changes) => records.push(...changes));
    observer.observe(alert, { childList: true, characterData: true, subtree: true });
    await type('a'.repeat(8_002));
    records.push(...observer.takeRecords());
    observer.disconnect();
    expect(getByRole(composer, 'alert')).to.equal(alert);
    expect(records).to.deep.equal([]);
    await type('a');
    expect(queryByRole(composer, 'alert')).to.equal(null);
  });

  it('has one button to send and to stop, which keeps the focus', async () => {
    const { composer, type } = await setUp();
    await type('Hello');
    const send = getByRole(composer, 'button', 'Send message');
    send.focus();
    composer.busy = true;
    await composer.updateComplete;
    expect(getByRole(composer, 'button', 'Stop answering')).to.equal(send);
    expect(composer.shadowRoot?.activeElement).to.equal(send);
  });

  it('does not stop with the second half of a double click that sent', async () => {
    const { composer, requests } = await setUp({ busy: true });
    const stop = getByRole(composer, 'button', 'Stop answering');
    stop.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
    expect(requests).to.deep.equal([]);
  });

  it('grows from one line to eight and then scrolls', async () => {
    const { field, type } = await setUp();
    const heights: number[] = [];
    for (const lines of [1, 2, 8, 30]) {
      await type(Array.from({ length: lines }, () => 'line').join('\n'));
      heights.push(field.getBoundingClientRect().height);
    }
    const [one = 0, two = 0, eight = 0, thirty = 0] = heights;
    expect(Math.round(two - one)).to.equal(22);
    expect(Math.round(eight - one)).to.equal(7 * 22);
    expect(thirty).to.equal(eight);
    expect(field.scrollHeight).to.be.greaterThan(field.clientHeight);
  });
});
