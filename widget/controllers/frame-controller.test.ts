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

  it('renders every second frame of a common screen while the store goes on changing', async () => {
    const counter = await setUp();
    const real = Object.getOwnPropertyDescriptor(window, 'requestAnimationFrame') ?? {};
    let waiting: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (callback) => waiting.push(callback);
    const after: number[] = [];
    try {
      for (let frame = 0; frame < 6; frame += 1) {
        counter.$count.set(frame + 1);
        const callbacks = waiting;
        waiting = [];
        for (const callback of callbacks) callback(10_000 + (frame * 1000) / 60);
        await counter.updateComplete;
        after.push(counter.renders);
      }
    } finally {
      Object.defineProperty(window, 'requestAnimationFrame', real);
    }
    expect(after).to.deep.equal([1, 1, 2, 2, 3, 3]);
    // The last change is not forgotten.
    expect(waiting).to.have.length(1);
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
