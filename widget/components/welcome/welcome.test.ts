import { expect, nextFrame } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, queryAllByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { Welcome } from './welcome.ts';

define('paynless-welcome', Welcome);

const setUp = (starters: readonly string[], theme: 'light' | 'dark' = 'light') =>
  themedFixture<Welcome>(html`<paynless-welcome .starters=${starters}></paynless-welcome>`, theme);

describe('Welcome', () => {
  it('is accessible', async () => {
    await expect(await setUp(['One', 'Two'])).to.be.accessible();
    await expect(await setUp([], 'dark')).to.be.accessible();
  });

  it('sends the starter that was chosen', async () => {
    const welcome = await setUp(['Compare the plans', 'What can you do?']);
    const requests: Request[] = [];
    welcome.addEventListener('paynless-request', ({ request }) => requests.push(request));
    getByRole(welcome, 'button', 'What can you do?').click();
    expect(requests).to.deep.equal([{ type: 'send', text: 'What can you do?' }]);
  });

  it("has a site's own words in the place of its line, and below the starters, through a slot of a slot too", async () => {
    const welcome = await setUp(['One']);
    const line = () => welcome.shadowRoot?.querySelector('[part="welcome__line"]')?.checkVisibility();
    // As the element passes on what the page puts into its own slot.
    const outer = document.createElement('div');
    welcome.before(outer);
    const shadow = outer.attachShadow({ mode: 'open' });
    for (const name of ['welcome', 'empty']) {
      const slot = document.createElement('slot');
      Object.assign(slot, { name, slot: name });
      welcome.append(slot);
    }
    shadow.append(welcome);
    await nextFrame();
    expect(line()).to.equal(true);
    const [hello, tips] = ['welcome', 'empty'].map((slot) => {
      const own = document.createElement('p');
      Object.assign(own, { slot, textContent: slot });
      outer.append(own);
      return own;
    });
    await nextFrame();
    expect(line()).to.equal(false);
    const starter = getByRole(welcome, 'button', 'One').getBoundingClientRect();
    expect(hello?.getBoundingClientRect().bottom).to.be.at.most(starter.top);
    expect(tips?.getBoundingClientRect().top).to.be.at.least(starter.bottom);
    hello?.remove();
    await nextFrame();
    expect(line()).to.equal(true);
  });

  it('shows four at most', async () => {
    expect(queryAllByRole(await setUp(['1', '2', '3', '4', '5']), 'button')).to.have.length(4);
  });
});
