import { expect, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { SystemPrompt } from '../../../protocol/catalog.ts';
import { getByRole, queryAllByRole } from '../../testing/by-role.ts';
import { settled } from '../../testing/settled.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { Listbox } from '../chip/listbox.ts';
import { define } from '../define.ts';
import { ModelSelect } from '../model-select/model-select.ts';
import { PromptSelect } from './prompt-select.ts';

define('paynless-listbox', Listbox);
define('paynless-model-select', ModelSelect);
define('paynless-prompt-select', PromptSelect);

const prompts: SystemPrompt[] = [
  { id: 'a', name: 'Helpful', description: 'Answers plainly' },
  { id: 'b', name: 'مترجم', description: 'يترجم ما تكتبه' },
  { id: 'c', name: 'Brief', description: null },
];

/** Opens the list of a chip as a person does, and resolves with its options. */
async function open(chip: HTMLElement): Promise<HTMLElement[]> {
  getByRole(chip, 'button').click();
  await waitUntil(() => queryAllByRole(chip, 'option').length === prompts.length, 'the list is open');
  return queryAllByRole(chip, 'option');
}

const setUp = (theme: 'light' | 'dark' = 'light') =>
  themedFixture<PromptSelect>(
    html`<paynless-prompt-select .prompts=${prompts} .selectedId=${'a'}></paynless-prompt-select>`,
    theme,
  );

describe('PromptSelect', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`is accessible with descriptions in its list, in the ${theme} theme`, async () => {
      const chip = await setUp(theme);
      await open(chip);
      await settled(chip);
      await expect(chip).to.be.accessible();
    });
  }

  it('says of each prompt what it does, to the eye and to a screen reader', async () => {
    const chip = await setUp();
    const options = await open(chip);
    expect(options.map((option) => option.innerText.split('\n'))).to.deep.equal([
      ['Helpful', 'Answers plainly'],
      ['مترجم', 'يترجم ما تكتبه'],
      ['Brief'],
    ]);
    // An option is read by its whole content: its name and, as a part of the same, its description.
    for (const name of ['Helpful Answers plainly', 'مترجم يترجم ما تكتبه', 'Brief']) {
      const hidden = getByRole(chip, 'option', name).querySelectorAll('span[aria-hidden]');
      expect(hidden.length, name).to.equal(0);
    }
  });

  it('looks in its list as the choice of the model does', async () => {
    const models = await themedFixture<ModelSelect>(
      html`<paynless-model-select .providers=${prompts} .selectedId=${'a'}></paynless-model-select>`,
    );
    const ofModels = await open(models);
    const options = await open(await setUp());
    expect(options.map((option, index) => option.isEqualNode(ofModels[index] ?? null))).to.deep.equal([
      true,
      true,
      true,
    ]);
  });
});
