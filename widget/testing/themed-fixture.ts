import { fixture } from '@open-wc/testing';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { define } from '../components/define.ts';
import { tokens } from '../styles/tokens.ts';

/** Stands in for `<paynless-chat>`: the tokens that its parts are drawn with, on the panel's ground. */
class TestTheme extends LitElement {
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        inline-size: 400px;
        color-scheme: var(--_scheme);
        background: var(--_surface);
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

/** A fixture in the light or dark theme; Open WC's cleanup takes it away. */
export async function themedFixture<Element extends HTMLElement>(
  template: TemplateResult,
  theme: 'light' | 'dark' = 'light',
): Promise<Element> {
  define('paynless-test-theme', TestTheme);
  const parentNode = await fixture<TestTheme>(
    html`<paynless-test-theme theme=${theme}></paynless-test-theme>`,
  );
  return await fixture<Element>(template, { parentNode });
}
