import { expect, fixture, nextFrame } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { atom } from 'nanostores';
import { define } from '../components/define.ts';
import { FrameController } from './frame-controller.ts';

class Counter extends LitElement {
  readonly $count = atom(0);
  renders = 0;

  constructor() {
    super();
    new FrameController(this, [this.$count]);
  }

  protected override render(): TemplateResult {
    this.renders += 1;
    return html`${this.$count.get()}`;
  }
}

define('paynless-test-counter', Counter);

const setUp = async (): Promise<Counter> => {
  const counter = await fixture<Counter>(html`<paynless-test-counter></paynless-test-counter>`);
  counter.renders = 0;
  return counter;
};

describe('FrameController', () => {
  it('renders once a frame, however often the store changes', async () => {
    const counter = await setUp();
    for (let change = 1; change <= 100; change += 1) counter.$count.set(change);
    expect(counter.renders).to.equal(0);
    await nextFrame();
    await counter.updateComplete;
    expect(counter.renders).to.equal(1);
    expect(counter.shadowRoot?.textContent).to.equal('100');
  });

  it('rests while its host is out of the page, and catches up when it is back', async () => {
    const counter = await setUp();
    const parent = counter.parentElement;
    counter.$count.set(1);
    counter.remove();
    counter.$count.set(2);
    await nextFrame();
    await counter.updateComplete;
    expect(counter.renders).to.equal(0);
    parent?.append(counter);
    await counter.updateComplete;
    expect(counter.shadowRoot?.textContent).to.equal('2');
  });
});
