import { expect, fixture } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { define } from '../components/define.ts';
import { LanguageController } from './language-controller.ts';

class TestSpeaker extends LitElement {
  readonly heard: string[] = [];
  readonly rendered: string[] = [];
  readonly languages = new LanguageController(this, (language) => {
    this.heard.push(language);
  });

  protected override render(): TemplateResult {
    this.rendered.push(this.languages.language);
    return html`<slot></slot>`;
  }
}

/** A component of the page, which has a language of its own around what is put into it. */
class TestFrame extends LitElement {
  protected override render(): TemplateResult {
    return html`<div lang="ja"><slot></slot></div>`;
  }
}

async function setUp(template: TemplateResult) {
  define('paynless-test-speaker', TestSpeaker);
  define('paynless-test-frame', TestFrame);
  const wrapper = await fixture<HTMLElement>(template);
  const speaker = wrapper.querySelector<TestSpeaker>('paynless-test-speaker');
  if (!speaker) throw new Error('not rendered');
  await speaker.updateComplete;
  return { wrapper, speaker };
}

/** After what observes the page was told. */
const told = () => Promise.resolve();

describe('LanguageController', () => {
  afterEach(() => {
    document.documentElement.lang = 'en';
  });

  it('takes the nearest language, its own first, before the first render', async () => {
    const { speaker } = await setUp(
      html`<div lang="fr">
        <p lang="de-AT"><paynless-test-speaker></paynless-test-speaker></p>
      </div>`,
    );
    expect(speaker.languages.language).to.equal('de-AT');
    expect(speaker.rendered).to.deep.equal(['de-AT']);
    speaker.lang = 'hi';
    await told();
    expect(speaker.heard).to.deep.equal(['de-AT', 'hi']);
  });

  it('takes the page’s where nothing nearer is said', async () => {
    document.documentElement.lang = 'pt-BR';
    const { speaker } = await setUp(html`<p><paynless-test-speaker></paynless-test-speaker></p>`);
    expect(speaker.heard).to.deep.equal(['pt-BR']);
  });

  it('takes the browser’s where the page says none, or that it is unknown', async () => {
    const { wrapper, speaker } = await setUp(
      html`<p lang="fr"><paynless-test-speaker></paynless-test-speaker></p>`,
    );
    wrapper.lang = '';
    await told();
    expect(speaker.languages.language).to.equal(navigator.language);
    wrapper.lang = 'es';
    await told();
    document.documentElement.removeAttribute('lang');
    wrapper.removeAttribute('lang');
    await told();
    expect(speaker.languages.language).to.equal(navigator.language);
    expect(speaker.heard).to.deep.equal(['fr', navigator.language, 'es', navigator.language]);
  });

  it('hears of a change anywhere above, through shadow roots', async () => {
    define('paynless-test-speaker', TestSpeaker);
    const outer = await fixture<HTMLElement>(html`<section><div></div></section>`);
    const inner = document.createElement('p');
    outer.querySelector('div')?.attachShadow({ mode: 'open' }).append(inner);
    const speaker = new TestSpeaker();
    inner.attachShadow({ mode: 'open' }).append(speaker);
    expect(speaker.heard).to.deep.equal(['en']);
    for (const [element, lang] of [
      [document.documentElement, 'de'],
      [outer, 'fr'],
      [inner, 'ar'],
    ] as const) {
      element.lang = lang;
      await told();
      expect(speaker.matches(`:lang(${lang})`)).to.equal(true);
    }
    inner.removeAttribute('lang');
    await told();
    expect(speaker.heard).to.deep.equal(['en', 'de', 'fr', 'ar', 'fr']);
  });

  it('keeps the language of where it was written in a slot, as the browser does', async () => {
    const { speaker } = await setUp(
      html`<div lang="de">
        <paynless-test-frame><paynless-test-speaker></paynless-test-speaker></paynless-test-frame>
      </div>`,
    );
    expect(speaker.assignedSlot?.closest('[lang]')?.getAttribute('lang')).to.equal('ja');
    expect(speaker.matches(':lang(de)')).to.equal(true);
    // Put there again, now that there is a slot.
    speaker.parentElement?.append(speaker);
    expect(speaker.heard).to.deep.equal(['de']);
  });

  it('says nothing of a change that changes nothing for it', async () => {
    const { wrapper, speaker } = await setUp(
      html`<p lang="de"><paynless-test-speaker></paynless-test-speaker></p>`,
    );
    document.documentElement.lang = 'fr';
    wrapper.lang = 'de';
    wrapper.title = 'x';
    await told();
    expect(speaker.heard).to.deep.equal(['de']);
  });

  it('goes with its host when it is moved, and no longer hears of where it was', async () => {
    const { wrapper, speaker } = await setUp(
      html`<section>
        <p lang="de"><paynless-test-speaker></paynless-test-speaker></p>
        <p lang="fr"></p>
      </section>`,
    );
    const [before, after] = wrapper.querySelectorAll('p');
    after?.append(speaker);
    expect(speaker.heard).to.deep.equal(['de', 'fr']);
    before?.setAttribute('lang', 'es');
    await told();
    expect(speaker.heard).to.deep.equal(['de', 'fr']);
    after?.setAttribute('lang', 'hi');
    await told();
    expect(speaker.heard).to.deep.equal(['de', 'fr', 'hi']);
  });

  it('rests while its host is out of the page, and catches up when it is back', async () => {
    const { wrapper, speaker } = await setUp(
      html`<p lang="de"><paynless-test-speaker></paynless-test-speaker></p>`,
    );
    speaker.remove();
    wrapper.lang = 'fr';
    speaker.lang = 'ja';
    await told();
    expect(speaker.heard).to.deep.equal(['de']);
    speaker.removeAttribute('lang');
    wrapper.append(speaker);
    expect(speaker.heard).to.deep.equal(['de', 'fr']);
  });
});
