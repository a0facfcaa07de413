import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, queryByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { PromptSelect } from './prompt-select.ts';

define('paynless-prompt-select', PromptSelect);

const choices = [
  { id: 'a', name: 'First choice' },
  { id: 'b', name: 'Second choice' },
];

const setUp = (theme: 'light' | 'dark' = 'light', prompts = choices) =>
  themedFixture<PromptSelect>(
    html`<paynless-prompt-select .prompts=${prompts} .selectedId=${'a'}></paynless-prompt-select>`,
    theme,
  );

describe('PromptSelect', () => {
  it('is accessible', async () => {
    await expect(await setUp()).to.be.accessible();
    await expect(await setUp('dark')).to.be.accessible();
  });

  it('shows what is chosen and asks for another choice', async () => {
    const select = await setUp();
    const requests: Request[] = [];
    select.addEventListener('paynless-request', ({ request }) => requests.push(request));
    const field = getByRole(select, 'combobox', 'Style');
    if (!(field instanceof HTMLSelectElement)) throw new Error('not a native select');
    expect(field.selectedOptions[0]?.textContent).to.equal('First choice');
    field.value = 'b';
    field.dispatchEvent(new Event('change', { bubbles: true }));
    expect(requests).to.deep.equal([{ type: 'select-prompt', id: 'b' }]);
  });

  it('follows a choice made elsewhere', async () => {
    const select = await setUp();
    select.selectedId = 'b';
    await select.updateComplete;
    const field = getByRole(select, 'combobox', 'Style');
    expect(field instanceof HTMLSelectElement && field.value).to.equal('b');
  });

  it('is not there when there is nothing to choose', async () => {
    expect(queryByRole(await setUp('light', choices.slice(0, 1)), 'combobox')).to.equal(null);
  });
});
