import { expect, fixture, nextFrame, oneEvent, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import { getByRole, getTextbox, press, queryByRole } from '../testing/by-role.ts';
import { chatFixture, TestChat } from '../testing/chat-fixture.ts';
import { id } from '../testing/scripted-chat-api.ts';
import { settled } from '../testing/settled.ts';

/** Opens a chat as a person does, and waits until they can write. */
async function openChat(chat: TestChat): Promise<void> {
  getByRole(chat, 'button', 'Open chat').click();
  await waitUntil(() => queryByRole(chat, 'textbox') !== null, 'the composer is there');
  await chat.updateComplete;
}

/** The element that has the focus, through all shadow roots. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

describe('PaynlessChat', () => {
  it('is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const chat = await chatFixture({ theme, starters: ['One', 'Two'] });
      await expect(chat).to.be.accessible();
      await openChat(chat);
      await settled(chat);
      await expect(chat).to.be.accessible();
    }
  });

  it('is a launcher and nothing more until somebody shows interest', async () => {
    const chat = await chatFixture();
    await nextFrame();
    expect(chat.panelsMade).to.equal(0);
    expect(queryByRole(chat, 'textbox')).to.equal(null);
    getByRole(chat, 'button', 'Open chat').dispatchEvent(
      new PointerEvent('pointerover', { bubbles: true, composed: true }),
    );
    chat.renderRoot.querySelector('paynless-launcher')?.dispatchEvent(new PointerEvent('pointerenter'));
    expect(chat.panelsMade).to.equal(1);
    await openChat(chat);
    expect(chat.panelsMade).to.equal(1);
  });

  it('asks the server for nothing before it is opened', async () => {
    const chat = await chatFixture();
    let calls = 0;
    const getConfig = chat.api.getConfig.bind(chat.api);
    chat.api.getConfig = () => {
      calls += 1;
      return getConfig();
    };
    chat.renderRoot.querySelector('paynless-launcher')?.dispatchEvent(new PointerEvent('pointerenter'));
    await waitUntil(() => chat.panelsMade === 1);
    await chat.updateComplete;
    expect(calls).to.equal(0);
    await openChat(chat);
    expect(calls).to.be.greaterThan(0);
  });

  it('opens with the focus in the composer and closes with Escape, focus back on the launcher', async () => {
    const chat = await chatFixture();
    const told: string[] = [];
    for (const name of ['paynless-open', 'paynless-close'] as const) {
      chat.addEventListener(name, () => told.push(name));
    }
    await openChat(chat);
    await waitUntil(() => focused() === getTextbox(chat), 'the composer has the focus');
    expect(queryByRole(chat, 'button', 'Open chat')).to.equal(null);
    press(getTextbox(chat), 'Escape', { keyCode: 229 });
    expect(chat.open).to.equal(true);
    press(getTextbox(chat), 'Escape');
    await waitUntil(
      () => focused() === queryByRole(chat, 'button', 'Open chat'),
      'the launcher has the focus',
    );
    expect(focused()).not.to.equal(null);
    expect(chat.open).to.equal(false);
    expect(told).to.deep.equal(['paynless-open', 'paynless-close']);
  });

  it('gives the focus to the launcher when the page closes it, unless that is busy elsewhere', async () => {
    const chat = await chatFixture();
    await openChat(chat);
    await waitUntil(() => focused() === getTextbox(chat));
    chat.open = false;
    await chat.updateComplete;
    expect(focused()?.part.value).to.equal('launcher');

    await chat.show();
    getTextbox(chat).blur();
    chat.open = false;
    await chat.updateComplete;
    expect(focused()?.localName).to.equal('body');
  });

  it('gives the focus back to what of the page opened it, in whatever shadow root', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const inner = document.createElement('button');
    host.attachShadow({ mode: 'open' }).append(inner);
    const outer = document.createElement('button');
    host.after(outer);
    const chat = await chatFixture();
    for (const [button, close] of [
      [inner, () => press(getTextbox(chat), 'Escape')],
      [
        outer,
        () => {
          chat.open = false;
        },
      ],
    ] as const) {
      button.focus();
      await chat.show();
      expect(focused()?.localName).to.equal('textarea');
      close();
      await chat.updateComplete;
      expect(focused() === button).to.equal(true);
    }
    // One that is gone, or can't take it any more, is no place to be; nor is one that opened it another time.
    for (const spoil of [
      () => {
        outer.disabled = true;
      },
      () => {
        outer.remove();
      },
    ]) {
      outer.focus();
      await chat.show();
      spoil();
      chat.hide();
      await chat.updateComplete;
      expect(focused()?.part.value).to.equal('launcher');
      outer.disabled = false;
    }
  });

  it('moves no focus when it is inline, where nothing is closed', async () => {
    const chat = await chatFixture({ mode: 'inline' });
    const button = await fixture<HTMLElement>(html`<button>Ask</button>`);
    button.focus();
    await chat.show();
    chat.hide();
    await chat.updateComplete;
    expect(focused()?.localName).to.equal('textarea');
  });

  it('does not take the focus when the page opens it', async () => {
    const chat = await chatFixture({ open: true });
    await waitUntil(() => queryByRole(chat, 'textbox') !== null);
    await nextFrame();
    expect(focused()).to.equal(document.body);
  });

  it('is a part of the page when inline: no launcher, loaded in view', async () => {
    const chat = await chatFixture({ mode: 'inline', heading: 'Ask us' });
    await waitUntil(() => queryByRole(chat, 'textbox') !== null, 'the panel has come by itself');
    expect(queryByRole(chat, 'button', 'Open chat')).to.equal(null);
    expect(getByRole(chat, 'region', 'Ask us')).to.be.instanceOf(HTMLElement);
    press(getTextbox(chat), 'Escape');
    expect(queryByRole(chat, 'textbox')).not.to.equal(null);
  });

  it('asks nobody anything when inline and new to its visitor, until they touch it', async () => {
    const chat = await chatFixture({ mode: 'inline' }, { isKnown: false });
    await waitUntil(() => queryByRole(chat, 'textbox') !== null, 'it stands there');
    await nextFrame();
    expect(chat.api.asked).to.deep.equal([]);
    getTextbox(chat).focus();
    await waitUntil(() => chat.api.asked.includes('getConfig'), 'it has asked');
  });

  const named: [string, Partial<TestChat>, boolean][] = [
    ['a page that names a chat', { chatId: id(1) }, false],
    ['a page that has a token', { accessToken: 'token' }, false],
    ['a page that can get a token', { getAccessToken: () => Promise.resolve(null) }, false],
    ['whoever is known', {}, true],
  ];
  for (const [name, changes, isKnown] of named)
    it(`asks at once for ${name}`, async () => {
      const chat = await chatFixture({ mode: 'inline', ...changes }, { isKnown });
      await waitUntil(() => chat.api.asked.includes('getConfig'), 'it has asked');
    });

  it('puts the site’s own words in place of its own', async () => {
    const chat = await chatFixture({ messages: { openChat: 'Ask Paula', welcome: 'Good day' } });
    getByRole(chat, 'button', 'Ask Paula').click();
    await waitUntil(() =>
      chat.shadowRoot?.querySelector('paynless-welcome')?.shadowRoot?.textContent.includes('Good day'),
    );
  });

  it('keeps two elements on one page apart', async () => {
    const one = await chatFixture({ mode: 'inline' });
    const other = await chatFixture();
    await other.show();
    await waitUntil(() => queryByRole(one, 'textbox') && queryByRole(other, 'textbox'));
    void one.send('Only here');
    await one.api.turn(0);
    await waitUntil(() => queryByRole(one, 'article', 'You'));
    expect(queryByRole(other, 'article')).to.equal(null);
    expect(other.api.turns).to.deep.equal([]);
  });

  it('keeps everything when it is taken out of the page and put back', async () => {
    const chat = await chatFixture({ mode: 'inline' });
    const parent = chat.parentElement;
    void chat.send('Remember me');
    await waitUntil(() => queryByRole(chat, 'article', 'You'));
    chat.remove();
    await nextFrame();
    parent?.append(chat);
    await waitUntil(() => queryByRole(chat, 'article', 'You'));
    expect(chat.panelsMade).to.equal(1);
    expect(chat.api.turns).to.have.length(1);
  });

  it('tells the page when it is ready', async () => {
    const chat = document.createElement('paynless-test-chat');
    setTimeout(() => {
      document.body.append(chat);
    });
    await oneEvent(chat, 'paynless-ready');
    chat.remove();
  });
});

describe('A widget that could not be loaded', () => {
  async function setUp(changes: Partial<TestChat> = {}) {
    const chat = new TestChat();
    const codes: string[] = [];
    chat.addEventListener('paynless-error', ({ code }) => codes.push(code));
    await fixture(html`${Object.assign(chat, { loadError: new Error('offline') }, changes)}`);
    return { chat, codes };
  }

  it('says so beside the launcher, and opens with the next try', async () => {
    const { chat, codes } = await setUp();
    getByRole(chat, 'button', 'Open chat').click();
    await waitUntil(() => queryByRole(chat, 'alert'));
    expect(getByRole(chat, 'alert').textContent).to.equal('The chat could not be loaded.');
    expect(codes).to.deep.equal(['offline']);
    expect(chat.open).to.equal(false);
    await expect(chat).to.be.accessible();
    chat.loadError = null;
    getByRole(chat, 'button', 'Try again').click();
    await waitUntil(() => focused() === queryByRole(chat, 'textbox'));
    expect(queryByRole(chat, 'alert')).to.equal(null);
  });

  it('says so in the place of an inline one, and is there with the next try', async () => {
    const { chat, codes } = await setUp({ mode: 'inline' });
    await waitUntil(() => queryByRole(chat, 'alert'));
    expect(codes).to.deep.equal(['offline']);
    await expect(chat).to.be.accessible();
    chat.loadError = null;
    getByRole(chat, 'button', 'Try again').click();
    await waitUntil(() => focused() === queryByRole(chat, 'textbox'));
    expect(queryByRole(chat, 'alert')).to.equal(null);
  });

  it('comes when the connection is back, and takes no focus then', async () => {
    const { chat } = await setUp({ mode: 'inline' });
    await waitUntil(() => queryByRole(chat, 'alert'));
    chat.loadError = null;
    window.dispatchEvent(new Event('online'));
    await waitUntil(() => queryByRole(chat, 'textbox'));
    expect(focused()).to.equal(document.body);
  });

  it('comes when it is scrolled into view again', async () => {
    const { chat } = await setUp({ mode: 'inline' });
    await waitUntil(() => queryByRole(chat, 'alert'));
    chat.loadError = null;
    const tries = chat.panelsMade;
    chat.style.marginTop = '5000px';
    await nextFrame();
    await nextFrame();
    chat.scrollIntoView();
    await waitUntil(() => queryByRole(chat, 'textbox'));
    expect(chat.panelsMade).to.equal(tries + 1);
  });

  it('is not worth a word when it was only fetched ahead', async () => {
    const { chat, codes } = await setUp();
    chat.renderRoot.querySelector('paynless-launcher')?.dispatchEvent(new PointerEvent('pointerenter'));
    await waitUntil(() => chat.panelsMade === 1);
    await nextFrame();
    expect(queryByRole(chat, 'alert')).to.equal(null);
    expect(codes).to.deep.equal([]);
  });
});

describe('PaynlessChat on a hostile page', () => {
  it('looks the same', async () => {
    const chat = await chatFixture();
    await openChat(chat);
    const look = (): unknown[] => {
      const field = getTextbox(chat);
      const { x, y, width, height } = field.getBoundingClientRect();
      const { color, fontSize, textTransform, letterSpacing, visibility } = getComputedStyle(field);
      return [x, y, width, height, color, fontSize, textTransform, letterSpacing, visibility];
    };
    await settled(chat);
    const before = look();
    const style = document.createElement('style');
    style.textContent = `
      * { font: italic 40px/4 cursive !important; text-transform: uppercase !important; color: red !important;
          letter-spacing: 9px !important; visibility: hidden !important; text-align: center !important }
      paynless-test-chat { all: unset !important; position: static !important; display: inline !important;
          transform: rotate(9deg) !important; opacity: 0.1 !important; zoom: 2 !important; width: 3px !important }
      button, textarea, div { border: 9px solid red !important; padding: 50px !important }`;
    document.head.append(style);
    const during = look();
    const opacity = getComputedStyle(chat).opacity;
    style.remove();
    expect(during).to.deep.equal(before);
    expect(opacity).to.equal('1');
  });
});
