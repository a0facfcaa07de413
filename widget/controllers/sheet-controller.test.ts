import { expect, fixture } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { define } from '../components/define.ts';
import { press } from '../testing/by-role.ts';
import { SheetController } from './sheet-controller.ts';

class TestSheet extends LitElement {
  query = '(min-width: 1px)';

  constructor() {
    super();
    new SheetController(this, () => matchMedia(this.query).matches);
  }

  protected override render(): TemplateResult {
    return html`<div>
      <button class="first">First</button><slot></slot><button hidden>Not shown</button>
      <button tabindex="-1">For the arrow keys</button>
      <div inert><button>Covered</button></div>
    </div>`;
  }
}

class TestEnd extends LitElement {
  protected override render(): TemplateResult {
    return html`<textarea></textarea><button class="last">Last</button>`;
  }
}

async function setUp(query?: string) {
  define('paynless-test-sheet', TestSheet);
  define('paynless-test-end', TestEnd);
  const sheet = new TestSheet();
  if (query !== undefined) sheet.query = query;
  const end = new TestEnd();
  sheet.append(end);
  await fixture(html`${sheet}`);
  await Promise.all([sheet.updateComplete, end.updateComplete]);
  const first = sheet.renderRoot.querySelector<HTMLElement>('.first');
  const last = end.renderRoot.querySelector<HTMLElement>('.last');
  const middle = end.renderRoot.querySelector('textarea');
  if (!first || !last || !middle) throw new Error('not rendered');
  return {
    first,
    middle,
    last,
    focused: () => end.shadowRoot?.activeElement ?? sheet.shadowRoot?.activeElement,
  };
}

describe('SheetController', () => {
  it('goes from the last stop to the first and back, through slots and shadow roots', async () => {
    const { first, last, focused } = await setUp();
    last.focus();
    expect(press(last, 'Tab')).to.equal(false);
    expect(focused()).to.equal(first);
    expect(press(first, 'Tab', { shiftKey: true })).to.equal(false);
    expect(focused()).to.equal(last);
  });

  it('leaves every other step to the browser', async () => {
    const { first, middle, last } = await setUp();
    expect(press(first, 'Tab')).to.equal(true);
    expect(press(middle, 'Tab')).to.equal(true);
    expect(press(last, 'Tab', { shiftKey: true })).to.equal(true);
  });

  it('lets the focus go where the page can be seen beside it', async () => {
    const { last } = await setUp('(max-width: 1px)');
    expect(press(last, 'Tab')).to.equal(true);
  });
});
