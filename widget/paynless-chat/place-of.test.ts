import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import { placeOf } from './place-of.ts';

describe('placeOf', () => {
  it('knows elements by their id, else by their number, and the first of them', async () => {
    const page = await fixture<HTMLElement>(
      html`<div>
        <test-place></test-place><test-place id="help"></test-place><test-place></test-place>
        <test-place id="help"></test-place>
      </div>`,
    );
    const all = [...page.children];
    const places = all.map((element) => placeOf(element, all.toReversed()));
    expect(places.map(({ key }) => key)).to.deep.equal(['0', '#help', '2', '3']);
    expect(places.map(({ isFirst }) => isFirst)).to.deep.equal([true, false, false, false]);
    expect(places[2]?.others).to.have.members(['0', '#help', '3']);
  });

  it('tells elements in other shadow roots apart', async () => {
    const page = await fixture<HTMLElement>(
      html`<div>
        <p></p>
        <p></p>
        <test-place></test-place>
      </div>`,
    );
    const inside = [...page.querySelectorAll('p')].map((host) => {
      const element = document.createElement('test-place');
      host.attachShadow({ mode: 'open' }).append(element);
      return element;
    });
    const all = [...page.querySelectorAll('test-place'), ...inside];
    const places = all.map((element) => placeOf(element, all));
    expect(new Set(places.map(({ key }) => key)).size).to.equal(3);
    expect(places.map(({ isFirst }) => isFirst)).to.deep.equal([false, true, false]);
  });
});
