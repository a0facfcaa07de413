import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, queryAllByRole } from '../../testing/by-role.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { type ErrorAction, ErrorNotice } from './error-notice.ts';

define('paynless-error-notice', ErrorNotice);

const retry: ErrorAction = { label: 'Try again', request: { type: 'retry' } };

const setUp = (theme: 'light' | 'dark' = 'light', actions: readonly ErrorAction[] = [retry]) =>
  themedFixture<ErrorNotice>(
    html`<paynless-error-notice text="The model is busy." .actions=${actions}></paynless-error-notice>`,
    theme,
  );

describe('ErrorNotice', () => {
  it('is accessible', async () => {
    await expect(await setUp()).to.be.accessible();
    await expect(await setUp('dark')).to.be.accessible();
  });

  it('says what went wrong, to a screen reader too', async () => {
    expect(getByRole(await setUp(), 'alert').textContent).to.equal('The model is busy.');
  });

  it('raises no alarm where it has nothing to say', async () => {
    const notice = await setUp();
    notice.text = '';
    await notice.updateComplete;
    expect(queryAllByRole(notice, 'alert')).to.deep.equal([]);
    expect(getByRole(notice, 'button', 'Try again').isConnected).to.equal(true);
  });

  it('asks for what its button says', async () => {
    const notice = await setUp();
    const requests: Request[] = [];
    notice.addEventListener('paynless-request', ({ request }) => requests.push(request));
    getByRole(notice, 'button', 'Try again').click();
    expect(requests).to.deep.equal([{ type: 'retry' }]);
  });

  it('offers nothing where nothing helps', async () => {
    expect(queryAllByRole(await setUp('light', []), 'button')).to.deep.equal([]);
  });
});
