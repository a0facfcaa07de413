import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { quotaOf } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { QuotaMeter } from './quota-meter.ts';

define('paynless-quota-meter', QuotaMeter);

const setUp = (remaining: number | null, theme: 'light' | 'dark' = 'light') =>
  themedFixture<QuotaMeter>(
    html`<paynless-quota-meter
      .quota=${remaining === null ? null : quotaOf(remaining)}
    ></paynless-quota-meter>`,
    theme,
  );

describe('QuotaMeter', () => {
  it('is accessible', async () => {
    await expect(await setUp(2)).to.be.accessible();
    await expect(await setUp(1, 'dark')).to.be.accessible();
  });

  it('says what is left', async () => {
    const meter = await setUp(2);
    expect(meter.shadowRoot?.textContent.trim()).to.equal('2 of 3 free messages left');
  });

  it('gains weight only at the last one', async () => {
    const weightOf = async (remaining: number) => {
      const text = (await setUp(remaining)).shadowRoot?.querySelector('p');
      return text && getComputedStyle(text).fontWeight;
    };
    expect(await weightOf(2)).to.equal('400');
    expect(await weightOf(1)).to.equal('500');
  });

  it('is silent for somebody who has no limit', async () => {
    expect((await setUp(null)).shadowRoot?.textContent.trim()).to.equal('');
  });
});
