import { expect, fixture } from '@open-wc/testing';
import { html, render } from 'lit';
import { en } from '../../i18n/en.ts';
import { getByRole, getTextbox } from '../../testing/by-role.ts';
import { renderFeedbackForm } from './feedback-form.ts';

describe('the form for a comment', () => {
  it('sends with its button, also in a sandboxed frame that forbids forms', async () => {
    const sent: (string | null)[] = [];
    const onSend = (comment: string | null): void => void sent.push(comment);
    const form = { words: en, text: '', isSending: false, onSend, onCancel: () => undefined };
    const frame = await fixture<HTMLIFrameElement>(
      html`<iframe title="A host" sandbox="allow-scripts allow-same-origin"></iframe>`,
    );
    const body = frame.contentDocument?.body ?? document.body;
    render(renderFeedbackForm(form), body);
    const send = getByRole(body, 'button', 'Send feedback');
    send.click();
    getTextbox(body).value = ' Too long ';
    send.click();
    expect(sent).to.deep.equal([null, 'Too long']);
  });
});
