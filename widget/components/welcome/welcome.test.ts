import { expect } from '@open-wc/testing';
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

  it('shows four at most', async () => {
    expect(queryAllByRole(await setUp(['1', '2', '3', '4', '5']), 'button')).to.have.length(4);
  });
});
