import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import { getByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { copyButtonStyles } from './copy-button.styles.ts';
import { CopyButton } from './copy-button.ts';

define('paynless-copy-button', CopyButton);

const setUp = () =>
  themedFixture<CopyButton>(html`<paynless-copy-button .text=${'let x = 1;'}></paynless-copy-button>`);

/** Replaces the clipboard, which a page in the background may not use. */
function withClipboard(writeText: (text: string) => Promise<void>): () => void {
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  return () => Reflect.deleteProperty(navigator, 'clipboard');
}

describe('CopyButton', () => {
  it('is accessible', async () => {
    await expect(await setUp()).to.be.accessible();
  });

  it('is a finger wide where there are fingers', () => {
    const rules = [...(copyButtonStyles.styleSheet?.cssRules ?? [])].filter(
      (rule) => rule instanceof CSSMediaRule,
    );
    const touch = rules.find(({ conditionText }) => conditionText === '(pointer: coarse)');
    expect(touch?.cssText).to.contain('inline-size: 44px').and.contain('block-size: 44px');
  });

  it('copies and says so until it is left', async () => {
    const copied: string[] = [];
    const restore = withClipboard((text) => Promise.resolve(void copied.push(text)));
    const element = await setUp();
    getByRole(element, 'button', 'Copy code').click();
    await waitUntil(() => getByRole(element, 'status').textContent === 'Copied', 'it says so');
    expect(copied).to.deep.equal(['let x = 1;']);
    getByRole(element, 'button').dispatchEvent(new PointerEvent('pointerleave'));
    await element.updateComplete;
    expect(getByRole(element, 'status').textContent).to.equal('');
    restore();
  });

  it('does not claim to have copied what it could not', async () => {
    const restore = withClipboard(() => Promise.reject(new Error('not allowed')));
    const element = await setUp();
    getByRole(element, 'button').click();
    // A whole task: whatever the refusal leads to has happened.
    await aTimeout(0);
    await element.updateComplete;
    expect(getByRole(element, 'status').textContent).to.equal('');
    restore();
  });
});
