import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { PanelSize, Request } from '../../events/request-event.ts';
import { press } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { ResizeHandle } from './resize-handle.ts';

define('paynless-resize-handle', ResizeHandle);

async function setUp(dir: 'ltr' | 'rtl' = 'ltr') {
  const panel = document.createElement('section');
  panel.style.setProperty('position', 'relative');
  const applySize = (size: PanelSize | null) => {
    panel.style.setProperty('inline-size', `${String(size?.inline ?? 400)}px`);
    panel.style.setProperty('block-size', `${String(size?.block ?? 500)}px`);
  };
  applySize(null);
  await themedFixture(html`${panel}`);
  const handle = new ResizeHandle();
  Object.assign(handle, { panel, applySize, dir });
  panel.append(handle);
  await handle.updateComplete;
  const requests: Request[] = [];
  handle.addEventListener('paynless-request', ({ request }) => requests.push(request));
  const grip = handle.renderRoot.querySelector<HTMLElement>('[role="separator"]')!;
  // A pointer that a test makes up can not be captured.
  for (const part of handle.renderRoot.querySelectorAll('div')) part.setPointerCapture = () => undefined;
  const size = () => [panel.offsetWidth, panel.offsetHeight];
  const point = (type: string, clientX: number, clientY: number, target: EventTarget = grip) =>
    target.dispatchEvent(
      new PointerEvent(type, { clientX, clientY, bubbles: true, composed: true, cancelable: true }),
    );
  return { handle, panel, grip, requests, size, point };
}

describe('ResizeHandle', () => {
  it('is accessible, and says how large the chat is', async () => {
    const { handle, grip, panel } = await setUp();
    await expect(panel).to.be.accessible();
    grip.focus();
    await handle.updateComplete;
    expect(grip.ariaLabel).to.equal('Resize chat');
    expect(grip.ariaValueText).to.equal('400 × 500');
    const { width, height } = grip.getBoundingClientRect();
    expect(Math.min(width, height)).to.be.at.least(24);
  });

  for (const [dir, away] of [
    ['ltr', -1],
    ['rtl', 1],
  ] as const) {
    it(`follows the pointer, and asks once it is let go (${dir})`, async () => {
      const { requests, size, point } = await setUp(dir);
      point('pointerdown', 200, 200);
      point('pointermove', 200 + 60 * away, 150, document.body);
      expect(size()).to.deep.equal([460, 550]);
      expect(requests).to.deep.equal([]);
      point('pointermove', 200 + 80 * away, 160, document.body);
      point('pointerup', 200 + 80 * away, 160, document.body);
      point('pointermove', 0, 0, document.body);
      expect(requests).to.deep.equal([{ type: 'resize', size: { inline: 480, block: 540 } }]);
    });

    it(`goes with the arrow keys (${dir})`, async () => {
      const { handle, grip, requests, size } = await setUp(dir);
      press(grip, 'ArrowUp');
      press(grip, dir === 'ltr' ? 'ArrowLeft' : 'ArrowRight');
      expect(size()).to.deep.equal([416, 516]);
      press(grip, dir === 'ltr' ? 'ArrowRight' : 'ArrowLeft');
      press(grip, 'ArrowDown');
      expect(size()).to.deep.equal([400, 500]);
      expect(requests).to.have.length(4);
      await handle.updateComplete;
      expect(grip.ariaValueText).to.equal('400 × 500');
      expect(press(grip, 'a')).to.equal(true);
    });
  }

  it('changes one side by an edge', async () => {
    const { handle, size, point } = await setUp();
    const [top, side] = handle.renderRoot.querySelectorAll('.edge');
    point('pointerdown', 200, 200, top);
    point('pointermove', 100, 180, document.body);
    point('pointerup', 100, 180, document.body);
    expect(size()).to.deep.equal([400, 520]);
    point('pointerdown', 200, 200, side);
    point('pointermove', 190, 100, document.body);
    expect(size()).to.deep.equal([410, 520]);
  });

  it('never makes it smaller than a conversation needs', async () => {
    const { size, point } = await setUp();
    point('pointerdown', 0, 0);
    point('pointermove', 900, 900, document.body);
    expect(size()).to.deep.equal([320, 400]);
  });

  it('lets go with Escape, which then means nothing else', async () => {
    const { handle, requests, size, point, grip } = await setUp();
    const heard: string[] = [];
    handle.addEventListener('keydown', ({ key }) => heard.push(key));
    point('pointerdown', 200, 200);
    point('pointermove', 100, 100, document.body);
    expect(press(grip, 'Escape')).to.equal(false);
    expect(size()).to.deep.equal([400, 500]);
    point('pointermove', 50, 50, document.body);
    point('pointerup', 50, 50, document.body);
    expect([requests, heard, size()]).to.deep.equal([[], [], [400, 500]]);
    expect(press(grip, 'Escape')).to.equal(true);
  });

  it('gives it its own size back with a double click, or Enter', async () => {
    const { grip, requests, size } = await setUp();
    press(grip, 'ArrowUp');
    grip.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    expect(size()).to.deep.equal([400, 500]);
    press(grip, 'ArrowUp');
    press(grip, 'Enter');
    expect(size()).to.deep.equal([400, 500]);
    const own = requests.filter((request) => request.type === 'resize' && request.size === null);
    expect(own).to.have.length(2);
  });

  it('takes a click for no pull', async () => {
    const { requests, point } = await setUp();
    point('pointerdown', 200, 200);
    point('pointerup', 200, 200, document.body);
    expect(requests).to.deep.equal([]);
  });
});
