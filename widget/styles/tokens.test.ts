import { expect, fixture } from '@open-wc/testing';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { define } from '../components/define.ts';
import { tokens } from './tokens.ts';

class TestSwatch extends LitElement {
  static override styles = [
    tokens,
    css`
      :host {
        color-scheme: var(--_scheme);
      }
      i {
        padding: var(--_gutter);
      }
      .tint {
        background: var(--_tint);
      }
      .text {
        background: var(--_accent-text);
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<i class="tint"></i><i class="text"></i>`;
  }
}

/** The colours that a host's accent leads to in a theme. */
async function coloursOf(theme: 'light' | 'dark', accent: string): Promise<string[]> {
  define('paynless-test-swatch', TestSwatch);
  const swatch = await fixture<TestSwatch>(
    html`<paynless-test-swatch theme=${theme}></paynless-test-swatch>`,
  );
  swatch.style.setProperty('--paynless-accent', accent);
  return [...swatch.renderRoot.querySelectorAll('i')].map((part) => getComputedStyle(part).backgroundColor);
}

describe('tokens', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`derives every shade from the host's accent, in the ${theme} theme too`, async () => {
      const red = await coloursOf(theme, '#c02020');
      const green = await coloursOf(theme, '#1f5f4f');
      for (const [index, colour] of red.entries()) expect(colour).not.to.equal(green[index]);
    });
  }

  it('takes what a page sets instead of what it derives', async () => {
    const swatch = await fixture<TestSwatch>(html`<paynless-test-swatch></paynless-test-swatch>`);
    swatch.style.setProperty('--paynless-accent-text', 'rgb(1, 2, 3)');
    swatch.style.setProperty('--paynless-tint', 'rgb(4, 5, 6)');
    const colours = [...swatch.renderRoot.querySelectorAll('i')].map(
      (part) => getComputedStyle(part).backgroundColor,
    );
    expect(colours).to.deep.equal(['rgb(4, 5, 6)', 'rgb(1, 2, 3)']);
  });

  it('stands closer together, or further apart', async () => {
    const gutters: number[] = [];
    for (const density of ['compact', 'standard', 'comfortable']) {
      const swatch = await fixture<TestSwatch>(
        html`<paynless-test-swatch density=${density}></paynless-test-swatch>`,
      );
      gutters.push(parseFloat(getComputedStyle(swatch.renderRoot.querySelector('i')!).paddingTop));
    }
    expect(gutters).to.deep.equal([12, 16, 20]);
  });

  it('tells light from dark', async () => {
    expect(await coloursOf('light', '#1f5f4f')).not.to.deep.equal(await coloursOf('dark', '#1f5f4f'));
  });
});
