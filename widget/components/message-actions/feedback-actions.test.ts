import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { Feedback } from '../../../protocol/feedback.ts';
import type { Request } from '../../events/request-event.ts';
import { getByRole, getTextbox, press, queryAllByRole, write } from '../../testing/by-role.ts';
import { id, message } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import type { SaidFeedback } from './feedback-actions.ts';
import { MessageActions } from './message-actions.ts';

define('paynless-message-actions', MessageActions);

const failed = 'Your feedback could not be saved. Try again.';
const thanks = 'Thank you for your feedback';

/** A row, and the button beside it that somebody may be busy with. */
async function setUp(changes: Partial<MessageActions> = {}, theme: 'light' | 'dark' = 'light') {
  const page = await themedFixture<HTMLElement>(
    html`<div><paynless-message-actions></paynless-message-actions><button>Elsewhere</button></div>`,
    theme,
  );
  const row = page.querySelector('paynless-message-actions');
  if (!row) throw new Error('There is no row.');
  row.style.setProperty('--_reveal', '1');
  const requests: Request[] = [];
  const said: string[] = [];
  row.addEventListener('paynless-request', ({ request }) => requests.push(request));
  const update = async (next: Partial<MessageActions>): Promise<void> => {
    Object.assign(row, next);
    await row.updateComplete;
    await row.updateComplete;
  };
  await update({ message: message(2), announce: (text: string) => said.push(text), ...changes });
  const click = async (name: string): Promise<void> => {
    getByRole(row, 'button', name).click();
    await update({});
  };
  /** What comes down from the store. */
  const tell = (state: SaidFeedback['state'], feedback: Feedback | null, shown = feedback) =>
    update({ said: { state, feedback }, feedback: shown });
  /** Rates an answer, which is kept, and sends a comment, which is on its way. */
  const comment = async (text: string, thumb = 'Bad answer'): Promise<void> => {
    const rating = thumb === 'Bad answer' ? 'down' : 'up';
    await click(thumb);
    await tell('kept', { rating, comment: null });
    write(getTextbox(row), text);
    await click('Send feedback');
    await tell('saving', { rating, comment: text });
  };
  const fail = (text: string, rating: Feedback['rating'] = 'down') =>
    tell('failed', { rating, comment: text }, { rating, comment: null });
  const focused = () => row.shadowRoot?.activeElement;
  const forms = () => queryAllByRole(row, 'textbox').length;
  const note = () => row.shadowRoot?.querySelector('.note')?.textContent;
  return { page, row, requests, said, update, click, tell, comment, fail, focused, forms, note };
}

describe('feedback', () => {
  it('counts at once, shows what is pressed, and is taken back by the same button', async () => {
    const { row, requests, update, click, forms } = await setUp();
    expect(getByRole(row, 'button', 'Good answer').ariaPressed).to.equal('false');
    await click('Good answer');
    await update({ feedback: { rating: 'up', comment: null } });
    expect(getByRole(row, 'button', 'Good answer').ariaPressed).to.equal('true');
    await click('Good answer');
    expect(requests).to.deep.equal([
      { type: 'rate', messageId: id(2), feedback: { rating: 'up', comment: null } },
      { type: 'rate', messageId: id(2), feedback: null },
    ]);
    expect(forms()).to.equal(0);
  });

  it('is taken back and given again by presses between which nothing was drawn', async () => {
    const { row, requests, update } = await setUp();
    const thumb = getByRole(row, 'button', 'Bad answer');
    for (let presses = 0; presses < 3; presses += 1) thumb.click();
    await update({});
    const given = { rating: 'down', comment: null };
    const rated = requests.map((request) => request.type === 'rate' && request.feedback);
    expect(rated).to.deep.equal([given, null, given]);
  });

  it('takes a comment on a good answer, too, without asking for it', async () => {
    const { row, requests, click, focused } = await setUp();
    getByRole(row, 'button', 'Good answer').focus();
    await click('Good answer');
    expect(focused()?.ariaLabel).to.equal('Good answer');
    write(getTextbox(row), 'Nice');
    await click('Send feedback');
    const feedback = { rating: 'up', comment: 'Nice' };
    expect(requests.at(-1)).to.deep.equal({ type: 'rate', messageId: id(2), feedback });
  });

  it('is about the thumb that was pressed, whatever its name has become', async () => {
    const { row, requests, update, click } = await setUp();
    await click('Good answer');
    await update({ words: { ...row.words, goodAnswer: 'Gute Antwort', sendFeedback: 'Senden' } });
    write(getTextbox(row), 'Gut');
    await click('Senden');
    const feedback = { rating: 'up', comment: 'Gut' };
    expect(requests.at(-1)).to.deep.equal({ type: 'rate', messageId: id(2), feedback });
  });

  it('leaves it at the thumb on Escape, which then closes nothing else', async () => {
    const { row, requests, update, click, focused, forms } = await setUp();
    await click('Bad answer');
    expect(press(getTextbox(row), 'Escape')).to.equal(false);
    await update({});
    expect(forms()).to.equal(0);
    expect(focused()?.ariaLabel).to.equal('Bad answer');
    expect(press(getByRole(row, 'button', 'Bad answer'), 'Escape')).to.equal(true);
    expect(requests).to.have.length(1);
  });

  it('says when a thumb could not be stored, and leaves alone what is being written', async () => {
    const { row, said, click, tell, note, requests } = await setUp();
    await click('Bad answer');
    write(getTextbox(row), 'Half a comm');
    await tell('failed', { rating: 'down', comment: null }, null);
    expect([said, note()]).to.deep.equal([[failed], failed]);
    expect(getTextbox(row).value).to.equal('Half a comm');
    await click('Send feedback');
    const feedback = { rating: 'down', comment: 'Half a comm' };
    expect(requests.at(-1)).to.deep.equal({ type: 'rate', messageId: id(2), feedback });
  });
});

describe('a comment', () => {
  for (const theme of ['light', 'dark'] as const)
    it(`is accessible on its way, and when it could not be kept (${theme})`, async () => {
      const { row, comment, fail } = await setUp({}, theme);
      await comment('Too short');
      await expect(row).to.be.accessible();
      await fail('Too short');
      await expect(row).to.be.accessible();
    });

  it('is asked for with a bad answer; thanks come when it is kept, and the focus goes back to the thumb', async () => {
    const { row, requests, said, click, tell, focused, forms } = await setUp();
    await click('Bad answer');
    expect(focused() === getTextbox(row)).to.equal(true);
    write(getTextbox(row), ' Too short ');
    await click('Send feedback');
    const feedback: Feedback = { rating: 'down', comment: 'Too short' };
    expect(requests.at(-1)).to.deep.equal({ type: 'rate', messageId: id(2), feedback });
    await tell('saving', feedback);
    expect([said, forms()]).to.deep.equal([[], 1]);
    await tell('kept', feedback);
    expect([said, forms()]).to.deep.equal([[thanks], 0]);
    expect(focused()?.ariaLabel).to.equal('Bad answer');
  });

  it('is sent once and stays as it is while it is on its way', async () => {
    const { row, requests, comment, click } = await setUp();
    await comment('Too short');
    expect(getTextbox(row).readOnly).to.equal(true);
    expect(getByRole(row, 'button', 'Send feedback').ariaDisabled).to.equal('true');
    await click('Send feedback');
    expect(requests).to.have.length(2);
  });

  it('stays in the form when it could not be kept, where it is sent again', async () => {
    const { row, requests, said, comment, fail, note, focused, click, tell, forms } = await setUp();
    await comment('Too short');
    const field = getTextbox(row);
    field.focus();
    await fail('Too short');
    expect([said, note()]).to.deep.equal([[failed], failed]);
    expect(getTextbox(row) === field && focused() === field).to.equal(true);
    expect([field.value, field.readOnly]).to.deep.equal(['Too short', false]);
    write(field, 'Far too short');
    await click('Send feedback');
    const feedback: Feedback = { rating: 'down', comment: 'Far too short' };
    expect(requests.at(-1)).to.deep.equal({ type: 'rate', messageId: id(2), feedback });
    expect(note()).to.equal(undefined);
    // So fast that nobody saw it on its way.
    await fail('Far too short');
    expect([said, note()]).to.deep.equal([[failed, failed], failed]);
    await click('Send feedback');
    await tell('kept', feedback);
    expect([said.at(-1), forms()]).to.deep.equal([thanks, 0]);
  });

  it('comes back when its form was closed meanwhile, and disturbs nobody who is busy elsewhere', async () => {
    const { page, row, comment, fail, update, forms } = await setUp();
    await comment('Too short');
    press(getTextbox(row), 'Escape');
    await update({});
    expect(forms()).to.equal(0);
    const other = page.querySelector('button');
    other?.focus();
    await fail('Too short');
    expect(getTextbox(row).value).to.equal('Too short');
    expect(document.activeElement === other).to.equal(true);
  });

  it('that is kept disturbs nobody who is busy elsewhere, either', async () => {
    const { page, comment, tell, said, forms } = await setUp();
    await comment('Too short');
    const other = page.querySelector('button');
    other?.focus();
    await tell('kept', { rating: 'down', comment: 'Too short' });
    expect([said, forms()]).to.deep.equal([[thanks], 0]);
    expect(document.activeElement === other).to.equal(true);
  });

  it('that is kept leaves open what was opened in its place', async () => {
    const providers = ['Small', 'Large'].map((name, index) => ({ id: id(index), name, description: null }));
    const { comment, tell, click, said, focused } = await setUp({ providers });
    await comment('Too short');
    await click('Answer again with another model');
    const model = focused();
    await tell('kept', { rating: 'down', comment: 'Too short' });
    expect(said).to.deep.equal([thanks]);
    expect([model?.textContent.trim(), focused() === model]).to.deep.equal(['Small', true]);
  });

  it('waits until what was opened in its place is closed', async () => {
    const { row, comment, fail, click, forms, said } = await setUp();
    await comment('Too short');
    await click('Details');
    await fail('Too short');
    expect([said, forms()]).to.deep.equal([[failed], 0]);
    await click('Details');
    expect(getTextbox(row).value).to.equal('Too short');
  });

  it('comes back in a row that comes anew, until somebody gives it up', async () => {
    const first = await setUp();
    await first.comment('Too short', 'Good answer');
    await first.fail('Too short', 'up');
    const { said, feedback } = first.row;
    const second = await setUp({ said, feedback });
    expect(getTextbox(second.row).value).to.equal('Too short');
    expect([first.said.length, second.said], 'is said once').to.deep.equal([1, []]);
    await second.click('Send feedback');
    expect(second.requests.at(-1)).to.deep.equal({
      type: 'rate',
      messageId: id(2),
      feedback: said?.feedback,
    });
    await second.tell('saving', said?.feedback ?? null);
    await second.fail('Too short', 'up');
    await second.click('Cancel');
    expect(second.forms()).to.equal(0);
    expect((await setUp({ said: second.row.said, feedback })).forms()).to.equal(0);
  });

  it('is thanked for no more when the rating was taken back meanwhile', async () => {
    const { said, comment, click, tell, forms } = await setUp();
    await comment('Too short');
    await click('Bad answer');
    await tell('saving', null);
    await tell('kept', null);
    expect([said, forms()]).to.deep.equal([[], 0]);
  });

  it('belongs to its message: another one in its place has none', async () => {
    const { row, comment, fail, update, click, forms } = await setUp();
    await comment('Too short');
    await fail('Too short');
    const { said } = row;
    await update({ message: message(4), said: null, feedback: null });
    await click('Details');
    await click('Details');
    expect(forms()).to.equal(0);
    await update({ message: message(2), said });
    expect(getTextbox(row).value).to.equal('Too short');
  });
});
