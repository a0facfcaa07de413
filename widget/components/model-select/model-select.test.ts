import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, queryByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { ModelSelect } from './model-select.ts';

define('paynless-model-select', ModelSelect);

const choices = [
  { id: 'a', name: 'First choice', description: null },
  { id: 'b', name: 'Second choice', description: null },
];

const setUp = (theme: 'light' | 'dark' = 'light', providers = choices) =>
  themedFixture<ModelSelect>(
    html`<paynless-model-select .providers=${providers} .selectedId=${'a'}></paynless-model-select>`,
    theme,
  );

describe('ModelSelect', () => {
  it('is accessible', async () => {
    await expect(await setUp()).to.be.accessible();
    await expect(await setUp('dark')).to.be.accessible();
  });

  it('shows what is chosen and asks for another choice', async () => {
    const select = await setUp();
    const requests: Request[] = [];
    select.addEventListener('paynless-request', ({ request }) => requests.push(request));
    const field = getByRole(select, 'combobox', 'Model');
    if (!(field instanceof HTMLSelectElement)) throw new Error('not a native select');
    expect(field.selectedOptions[0]?.textContent).to.equal('First choice');
    field.value = 'b';
    field.dispatchEvent(new Event('change', { bubbles: true }));
    expect(requests).to.deep.equal([{ type: 'select-provider', id: 'b' }]);
  });

  it('follows a choice made elsewhere', async () => {
    const select = await setUp();
    select.selectedId = 'b';
    await select.updateComplete;
    const field = getByRole(select, 'combobox', 'Model');
    expect(field instanceof HTMLSelectElement && field.value).to.equal('b');
  });

  it('is not there when there is nothing to choose', async () => {
    expect(queryByRole(await setUp('light', choices.slice(0, 1)), 'combobox')).to.equal(null);
  });
});
