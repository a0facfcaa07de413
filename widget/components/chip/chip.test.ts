import { expect, fixture, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { AiProvider } from '../../../protocol/catalog.ts';
import type { Request } from '../../events/request-event.ts';
import { deepElements, getByRole, press, queryAllByRole } from '../../testing/by-role.ts';
import { settled } from '../../testing/settled.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { Listbox } from './listbox.ts';
import { ModelSelect } from '../model-select/model-select.ts';
import { PromptSelect } from '../prompt-select/prompt-select.ts';
import type { Chip } from './chip.ts';

define('paynless-listbox', Listbox);
define('paynless-model-select', ModelSelect);
define('paynless-prompt-select', PromptSelect);

const providers: AiProvider[] = [
  { id: 'a', name: 'Swift', description: 'Quick answers' },
  { id: 'b', name: 'Thorough', description: 'Thinks longer' },
  { id: 'c', name: 'Tiny', description: null },
];

function watch(chip: Chip): Request[] {
  const requests: Request[] = [];
  chip.addEventListener('paynless-request', ({ request }) => requests.push(request));
  return requests;
}

async function setUp({ theme = 'light', dir = 'ltr', offered = providers }: Partial<Options> = {}) {
  const chip = await themedFixture<ModelSelect>(
    html`<paynless-model-select dir=${dir} .providers=${offered} .selectedId=${'a'}></paynless-model-select>`,
    theme,
  );
  const list = () => [...deepElements(chip.renderRoot)].find(({ role }) => role === 'listbox') ?? null;
  const options = () => [...deepElements(chip.renderRoot)].filter(({ role }) => role === 'option');
  return {
    chip,
    list,
    options,
    requests: watch(chip),
    button: () => getByRole(chip, 'button', 'Model Swift'),
    /** Opens the list as a person does, and resolves with it. */
    open: async () => {
      getByRole(chip, 'button', 'Model Swift').click();
      await waitUntil(() => list()?.matches(':focus'), 'the list is open and has the focus');
      return list()!;
    },
    /** The option that the keys are at. */
    active: () => {
      const id = list()?.getAttribute('aria-activedescendant');
      return options()
        .find((option) => option.id === id)
        ?.querySelector('.option__name')?.textContent;
    },
  };
}

interface Options {
  theme: 'light' | 'dark';
  dir: 'ltr' | 'rtl';
  offered: AiProvider[];
}

describe('Chip', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`is accessible, closed and open, in the ${theme} theme`, async () => {
      const { chip, open } = await setUp({ theme });
      await expect(chip).to.be.accessible();
      await open();
      await settled(chip);
      await expect(chip).to.be.accessible();
    });
  }

  it('shows what is chosen, and opens a list of names with what they are', async () => {
    const { chip, open, options, button } = await setUp();
    expect(button().getAttribute('aria-haspopup')).to.equal('listbox');
    expect(button().getAttribute('aria-expanded')).to.equal('false');
    const list = await open();
    expect(button().getAttribute('aria-expanded')).to.equal('true');
    expect(list.getAttribute('aria-label')).to.equal('Model');
    const described = options().map((option) => [option.innerText.split('\n'), option.ariaSelected]);
    expect(described).to.deep.equal([
      [['Swift', 'Quick answers'], 'true'],
      [['Thorough', 'Thinks longer'], 'false'],
      [['Tiny'], 'false'],
    ]);
    chip.selectedId = 'b';
    await chip.updateComplete;
    expect(getByRole(chip, 'button', 'Model Thorough')).to.be.instanceOf(HTMLElement);
  });

  it('asks for what is clicked, closes, and gives the focus back', async () => {
    const { open, options, list, requests, button, chip } = await setUp();
    await open();
    options()[1]?.click();
    await chip.updateComplete;
    expect(requests).to.deep.equal([{ type: 'select-provider', id: 'b' }]);
    expect(list()).to.equal(null);
    expect(chip.shadowRoot?.activeElement === button()).to.equal(true);
  });

  it('asks for nothing when what is chosen is chosen again', async () => {
    const { open, options, requests } = await setUp();
    await open();
    options()[0]?.click();
    expect(requests).to.deep.equal([]);
  });

  it('goes from choice to choice with the keys, and takes one with Enter or the space bar', async () => {
    const { open, active, requests, chip } = await setUp();
    const list = await open();
    const seen: unknown[] = [active()];
    for (const key of ['ArrowUp', 'ArrowDown', 'End', 'ArrowDown', 'Home', 's', 'x', 't', 't', 't']) {
      expect(press(list, key), key).to.equal(false);
      await chip.updateComplete;
      await waitUntil(() => active() !== undefined);
      seen.push(active());
    }
    const ends = ['Tiny', 'Tiny', 'Swift', 'Swift', 'Swift'];
    expect(seen.slice(0, 8)).to.deep.equal(['Swift', 'Swift', 'Thorough', ...ends]);
    press(list, 'End');
    press(list, 'Enter');
    expect(requests).to.deep.equal([{ type: 'select-provider', id: 'c' }]);
    const again = await setUp();
    press(await again.open(), 'ArrowDown');
    press(again.list()!, ' ');
    expect(again.requests).to.deep.equal([{ type: 'select-provider', id: 'b' }]);
  });

  it('finds a name by its first letters, and by one letter all that begin with it', async () => {
    const { open, active } = await setUp();
    const list = await open();
    for (const [key, name] of [
      ['t', 'Thorough'],
      ['t', 'Tiny'],
      ['t', 'Thorough'],
    ] as const) {
      press(list, key);
      await waitUntil(() => active() === name, `${key} goes to ${name}`);
    }
    const other = await setUp();
    const letters = await other.open();
    for (const key of 'ti') press(letters, key);
    await waitUntil(() => other.active() === 'Tiny');
  });

  it('closes with Escape, which goes no further, and with Tab, which goes on from the chip', async () => {
    for (const [key, isLeft] of [
      ['Escape', false],
      ['Tab', true],
    ] as const) {
      const { open, list, chip, button, requests } = await setUp();
      const heard: string[] = [];
      chip.parentElement?.addEventListener('keydown', (event) => heard.push(event.key));
      expect(press(await open(), key)).to.equal(isLeft);
      await chip.updateComplete;
      expect(list()).to.equal(null);
      expect(chip.shadowRoot?.activeElement === button()).to.equal(true);
      expect([heard, requests]).to.deep.equal([[], []]);
    }
  });

  it('closes with a press elsewhere, and with one on itself', async () => {
    const { open, list, chip, button } = await setUp();
    await open();
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await chip.updateComplete;
    expect(list()).to.equal(null);
    await open();
    button().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    button().click();
    await chip.updateComplete;
    expect(list()).to.equal(null);
  });

  it('opens with an arrow key', async () => {
    const { button, list } = await setUp();
    expect(press(button(), 'ArrowDown')).to.equal(false);
    await waitUntil(() => list() !== null);
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`stands inside the window, above the chip where there is no room below (${dir})`, async () => {
      const { chip, open } = await setUp({ dir });
      for (const top of [0, innerHeight - 40]) {
        chip.style.setProperty('position', 'fixed');
        chip.style.setProperty('inset-block-start', `${String(top)}px`);
        chip.style.setProperty('inset-inline-start', '8px');
        const list = await open();
        const box = list.getBoundingClientRect();
        const at = chip.getBoundingClientRect();
        if (top === 0) expect(box.top).to.be.at.least(at.bottom);
        else expect(box.bottom).to.be.at.most(at.top);
        expect(box.left).to.be.at.least(0);
        expect(box.right).to.be.at.most(innerWidth);
        if (dir === 'ltr') expect(box.left).to.be.closeTo(at.left, 1);
        else expect(box.right).to.be.closeTo(at.right, 1);
        press(list, 'Escape');
        await chip.updateComplete;
      }
    });
  }

  it('is cut off by nothing, and finds its place where there is no top layer, below a transformed element too', async () => {
    const outer = await fixture<HTMLElement>(html`<div></div>`);
    outer.style.setProperty('transform', 'translate(60px, 30px)');
    const topLayer = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'showPopover') ?? {};
    Reflect.deleteProperty(HTMLElement.prototype, 'showPopover');
    try {
      const { chip, open } = await setUp();
      outer.append(chip);
      const list = await open();
      expect(list.popover).to.equal(null);
      expect(list.getBoundingClientRect().left).to.be.closeTo(chip.getBoundingClientRect().left, 1);
    } finally {
      Object.defineProperty(HTMLElement.prototype, 'showPopover', topLayer);
    }
    const { open } = await setUp();
    expect((await open()).matches(':popover-open')).to.equal(true);
  });

  it('is not there when there is nothing to choose', async () => {
    const { chip } = await setUp({ offered: providers.slice(0, 1) });
    expect(queryAllByRole(chip, 'button')).to.deep.equal([]);
  });

  it('chooses prompts as it chooses models', async () => {
    const prompts = providers.map(({ id, name }) => ({ id, name }));
    const chip = await themedFixture<PromptSelect>(
      html`<paynless-prompt-select .prompts=${prompts} .selectedId=${'b'}></paynless-prompt-select>`,
    );
    const requests = watch(chip);
    getByRole(chip, 'button', 'Style Thorough').click();
    const options = () => [...deepElements(chip.renderRoot)].filter(({ role }) => role === 'option');
    await waitUntil(() => options().length === 3);
    options()[2]?.click();
    expect(requests).to.deep.equal([{ type: 'select-prompt', id: 'c' }]);
  });
});
