import { expect } from '@open-wc/testing';
import type { LitElement, TemplateResult } from 'lit';
import type { Request } from '../events/request-event.ts';
import { getByRole, queryByRole } from './by-role.ts';
import { themedFixture } from './themed-fixture.ts';

interface Choice extends LitElement {
  selectedId: string | null;
}

interface Named {
  id: string;
  name: string;
  description: null;
}

const choices: Named[] = [
  { id: 'a', name: 'First choice', description: null },
  { id: 'b', name: 'Second choice', description: null },
];

/**
 * What a chip for choosing does, whatever there is to choose.
 * @param subject.render the element with these choices, the first of them chosen
 * @param subject.label its accessible name
 * @param subject.request what it asks for when the second is chosen
 */
export function describeChoice(subject: {
  render: (choices: Named[]) => TemplateResult;
  label: string;
  request: Request;
}): void {
  const setUp = (theme: 'light' | 'dark' = 'light', offered = choices) =>
    themedFixture<Choice>(subject.render(offered), theme);

  function field(element: Choice): HTMLSelectElement {
    const found = getByRole(element, 'combobox', subject.label);
    if (!(found instanceof HTMLSelectElement)) throw new Error('not a native select');
    return found;
  }

  it('is accessible', async () => {
    await expect(await setUp()).to.be.accessible();
    await expect(await setUp('dark')).to.be.accessible();
  });

  it('shows what is chosen and asks for another choice', async () => {
    const element = await setUp();
    const requests: Request[] = [];
    element.addEventListener('paynless-request', ({ request }) => requests.push(request));
    expect(field(element).selectedOptions[0]?.textContent).to.equal('First choice');
    field(element).value = 'b';
    field(element).dispatchEvent(new Event('change', { bubbles: true }));
    expect(requests).to.deep.equal([subject.request]);
  });

  it('follows a choice made elsewhere', async () => {
    const element = await setUp();
    element.selectedId = 'b';
    await element.updateComplete;
    expect(field(element).value).to.equal('b');
  });

  it('is not there when there is nothing to choose', async () => {
    expect(queryByRole(await setUp('light', choices.slice(0, 1)), 'combobox')).to.equal(null);
  });
}
