import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { messageCharactersMax } from '../../../protocol/message-text.ts';
import type { Request } from '../../events/request-event.ts';
import { getByRole, getTextbox, press, write } from '../../testing/by-role.ts';
import { id } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { EditForm } from './edit-form.ts';

define('paynless-edit-form', EditForm);

async function setUp(changes: Partial<EditForm> = {}, theme: 'light' | 'dark' = 'light') {
  const requests: Request[] = [];
  const ends: boolean[] = [];
  const form = await themedFixture<EditForm>(
    html`<paynless-edit-form
      .messageId=${id(1)}
      .text=${'What is it?'}
      .onDone=${(isSent: boolean) => ends.push(isSent)}
      @paynless-request=${({ request }: { request: Request }) => requests.push(request)}
    ></paynless-edit-form>`,
    theme,
  );
  Object.assign(form, changes);
  await form.updateComplete;
  const field = getTextbox(form);
  const rewrite = async (text: string): Promise<void> => {
    write(field, text);
    await form.updateComplete;
  };
  return { form, field, requests, ends, rewrite };
}

describe('EditForm', () => {
  it('is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { form, rewrite } = await setUp({}, theme);
      await expect(form).to.be.accessible();
      await rewrite('x'.repeat(messageCharactersMax + 1));
      await expect(form).to.be.accessible();
    }
  });

  it('begins with what was written, and takes the focus when it is wanted', async () => {
    const { form, field } = await setUp();
    expect(field.value).to.equal('What is it?');
    expect(form.shadowRoot?.activeElement === null).to.equal(true);
    const wanted = new EditForm();
    Object.assign(wanted, { text: 'And that?', wanted: true });
    form.after(wanted);
    await wanted.updateComplete;
    expect(wanted.shadowRoot?.activeElement === getTextbox(wanted)).to.equal(true);
    wanted.remove();
  });

  it('tells of every change', async () => {
    const changes: string[] = [];
    const { rewrite } = await setUp({ onChange: (text) => changes.push(text) });
    await rewrite('What');
    await rewrite('What is');
    expect(changes).to.deep.equal(['What', 'What is']);
  });

  it('sends with its button, also in a sandboxed frame that forbids forms', async () => {
    const { form, requests, rewrite } = await setUp();
    const frame = document.createElement('iframe');
    frame.sandbox.value = 'allow-scripts allow-same-origin';
    form.before(frame);
    frame.contentDocument?.body.append(form);
    await rewrite('What is that?');
    getByRole(form, 'button', 'Send').click();
    expect(requests).to.deep.equal([{ type: 'edit-message', messageId: id(1), text: 'What is that?' }]);
  });

  it('sends the changed text with Enter', async () => {
    const { field, requests, ends, rewrite } = await setUp();
    await rewrite(' What is that? ');
    expect(press(field, 'Enter')).to.equal(false);
    expect(requests).to.deep.equal([{ type: 'edit-message', messageId: id(1), text: 'What is that?' }]);
    expect(ends).to.deep.equal([true]);
  });

  it('breaks the line with Shift and Enter, and leaves Enter to an input method', async () => {
    const { field, requests } = await setUp();
    expect(press(field, 'Enter', { shiftKey: true })).to.equal(true);
    expect(press(field, 'Enter', { isComposing: true })).to.equal(true);
    expect(press(field, 'Escape', { isComposing: true })).to.equal(true);
    expect(requests).to.deep.equal([]);
  });

  it('leaves everything as it was on Escape, and closes nothing else', async () => {
    const { field, requests, ends, rewrite } = await setUp();
    await rewrite('Another');
    expect(press(field, 'Escape')).to.equal(false);
    expect([requests, ends]).to.deep.equal([[], [false]]);
  });

  const refused: [name: string, text: string, changes: Partial<EditForm>][] = [
    ['nothing', ' \n', {}],
    ['too much', 'x'.repeat(messageCharactersMax + 1), {}],
    ['anything while an answer runs', 'Another', { busy: true }],
  ];
  for (const [name, text, changes] of refused) {
    it(`does not send ${name}`, async () => {
      const { form, field, requests, rewrite } = await setUp(changes);
      await rewrite(text);
      press(field, 'Enter');
      getByRole(form, 'button', 'Send').click();
      expect(requests).to.deep.equal([]);
      expect(getByRole(form, 'button', 'Send').ariaDisabled).to.equal('true');
    });
  }

  it('grows with its text', async () => {
    const { field, rewrite } = await setUp();
    const { height } = field.getBoundingClientRect();
    await rewrite('line\n'.repeat(5));
    expect(field.getBoundingClientRect().height).to.be.greaterThan(height * 2);
  });
});
