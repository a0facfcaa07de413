import { expect, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { Request } from '../../events/request-event.ts';
import { getByRole, press, queryAllByRole } from '../../testing/by-role.ts';
import { id, message, otherProviderId, providerId } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { messageActionsStyles } from './message-actions.styles.ts';
import { MessageActions } from './message-actions.ts';

define('paynless-message-actions', MessageActions);

const question = message(1, { content: 'What is **this**?' });
const answer = message(2, {
  content: 'It is **that**.',
  providerId,
  usage: { inputTokens: 1200, outputTokens: 34, cachedInputTokens: 1000 },
  createdAt: new Date(2026, 2, 3, 9, 5).toISOString(),
});
const providers = [
  { id: providerId, name: 'Small', description: 'Quick' },
  { id: otherProviderId, name: 'Large', description: null },
];

async function setUp(changes: Partial<MessageActions> = {}, theme: 'light' | 'dark' = 'light', dir = 'ltr') {
  const row = await themedFixture<MessageActions>(
    html`<paynless-message-actions dir=${dir}></paynless-message-actions>`,
    theme,
  );
  // What the list says of a message that is hovered.
  row.style.setProperty('--_reveal', '1');
  const requests: Request[] = [];
  const said: string[] = [];
  row.addEventListener('paynless-request', ({ request }) => requests.push(request));
  Object.assign(row, { message: answer, providers, announce: (text: string) => said.push(text), ...changes });
  await row.updateComplete;
  const click = async (name: string): Promise<void> => {
    getByRole(row, 'button', name).click();
    await row.updateComplete;
    await row.updateComplete;
  };
  const focused = () => row.shadowRoot?.activeElement;
  return { row, requests, said, click, focused };
}

const namesIn = (row: MessageActions) => queryAllByRole(row, 'button').map(({ ariaLabel }) => ariaLabel);

function withClipboard(writeText: (text: string) => Promise<void>): () => void {
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  return () => Reflect.deleteProperty(navigator, 'clipboard');
}

describe('MessageActions', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const dir of ['ltr', 'rtl'])
      it(`is accessible in each state (${theme}, ${dir})`, async () => {
        const { row, click } = await setUp({ versions: [id(2), id(3)] }, theme, dir);
        await expect(row).to.be.accessible();
        for (const name of ['Bad answer', 'Details', 'Answer again with another model']) {
          await click(name);
          await expect(row).to.be.accessible();
        }
        const said = { state: 'failed', feedback: null } as const;
        const feedback = { rating: 'up', comment: null } as const;
        Object.assign(row, { busy: true, said, feedback });
        await row.updateComplete;
        await expect(row).to.be.accessible();
        Object.assign(row, { message: question, busy: false });
        await row.updateComplete;
        await expect(row).to.be.accessible();
      });

  it('offers for an answer what belongs to it, and for a question', async () => {
    const { row } = await setUp();
    expect(namesIn(row)).to.deep.equal([
      'Copy', 'Answer again', 'Answer again with another model', 'Good answer', 'Bad answer', 'Details',
    ]); // prettier-ignore
    row.message = question;
    await row.updateComplete;
    expect(namesIn(row)).to.deep.equal(['Copy', 'Edit']);
    row.message = { ...question, status: 'failed' };
    await row.updateComplete;
    expect(namesIn(row)).to.deep.equal(['Copy']);
  });

  it('has a target of 24 pixels or more for each, and of a finger where there are fingers', async () => {
    const { row } = await setUp({ versions: [id(2), id(3)] });
    for (const action of queryAllByRole(row, 'button')) {
      const { width, height } = action.getBoundingClientRect();
      expect(Math.min(width, height)).to.be.at.least(24);
    }
    const rules = [...(messageActionsStyles.styleSheet?.cssRules ?? [])].filter(
      (rule) => rule instanceof CSSMediaRule,
    );
    const touch = rules.find(({ conditionText }) => conditionText === '(pointer: coarse)');
    expect(touch?.cssText).to.contain('inline-size: 44px').and.contain('block-size: 44px');
  });

  it('copies the Markdown and says so', async () => {
    const copied: string[] = [];
    const restore = withClipboard((text) => Promise.resolve(void copied.push(text)));
    const { said, click } = await setUp();
    await click('Copy');
    await waitUntil(() => said.length > 0, 'something is said');
    expect([copied, said]).to.deep.equal([['It is **that**.'], ['Copied']]);
    restore();
  });

  it('says when nothing could be copied, to those who see, too', async () => {
    const restore = withClipboard(() => Promise.reject(new Error('not allowed')));
    const { row, said, click } = await setUp();
    await click('Copy');
    await waitUntil(() => said.length > 0, 'something is said');
    await row.updateComplete;
    expect(said).to.deep.equal(['Could not copy']);
    expect(row.shadowRoot?.querySelector('.note')?.textContent).to.equal('Could not copy');
    restore();
  });

  it('asks for another answer, or one of another model', async () => {
    const { row, requests, click, focused } = await setUp();
    await click('Answer again');
    await click('Answer again with another model');
    expect(focused()?.textContent.replaceAll(/\s+/g, ' ').trim()).to.equal('Small Quick');
    await click('Large');
    expect(requests).to.deep.equal([
      { type: 'regenerate', messageId: id(2) },
      { type: 'regenerate', messageId: id(2), providerId: otherProviderId },
    ]);
    expect(queryAllByRole(row, 'button', 'Large').length).to.equal(0);
  });

  it('offers no other model where there is none', async () => {
    const { row } = await setUp({ providers: providers.slice(0, 1) });
    expect(queryAllByRole(row, 'button', 'Answer again with another model').length).to.equal(0);
  });

  it('begins no other answer and leaves none while one runs; the buttons keep their places', async () => {
    const { row, requests, click } = await setUp({ busy: true, versions: [id(2), id(3)] });
    for (const name of ['Answer again', 'Answer again with another model', 'Next version']) {
      expect(getByRole(row, 'button', name).ariaDisabled).to.equal('true');
      await click(name);
    }
    expect(requests).to.deep.equal([]);
    let edits = 0;
    Object.assign(row, { message: question, onEdit: () => (edits += 1) });
    await row.updateComplete;
    await click('Edit');
    expect(edits).to.equal(0);
  });

  it('leads from version to version, and no further', async () => {
    const { row, requests, click } = await setUp({ versions: [id(7), id(2), id(8)] });
    expect(row.shadowRoot?.querySelector('[role=group]')?.ariaLabel).to.equal('Version 2 of 3');
    await click('Previous version');
    await click('Next version');
    expect(requests).to.deep.equal([
      { type: 'show-branch', messageId: id(7) },
      { type: 'show-branch', messageId: id(8) },
    ]);
    row.versions = [id(2), id(8)];
    await row.updateComplete;
    expect(getByRole(row, 'button', 'Previous version').ariaDisabled).to.equal('true');
  });
});

describe('details', () => {
  it('say the model, the tokens and the date, when asked', async () => {
    const { row, click } = await setUp();
    expect(getByRole(row, 'button', 'Details').ariaExpanded).to.equal('false');
    await click('Details');
    expect(getByRole(row, 'button', 'Details').ariaExpanded).to.equal('true');
    expect(
      [...(row.shadowRoot?.querySelectorAll('.tray p') ?? [])].map(({ textContent }) => textContent),
    ).to.deep.equal([
      'Answered by Small',
      '1,200 tokens read (1,000 from cache), 34 written',
      row.words.dateAndTime(new Date(answer.createdAt)),
    ]);
    await click('Details');
    expect(row.shadowRoot?.querySelectorAll('.tray').length).to.equal(0);
  });

  it('are those of the message that is shown: another one in its place begins anew', async () => {
    const { row, click } = await setUp();
    await click('Details');
    row.message = message(4);
    await row.updateComplete;
    expect(row.shadowRoot?.querySelectorAll('.tray').length).to.equal(0);
  });

  it('give the time of each message', async () => {
    const { row } = await setUp();
    const time = row.shadowRoot?.querySelector('time');
    expect(time?.dateTime).to.equal(answer.createdAt);
    expect(time?.textContent).to.equal(row.words.time(new Date(answer.createdAt)));
  });
});

describe('the keyboard in a row of actions', () => {
  for (const [dir, forward, back] of [
    ['ltr', 'ArrowRight', 'ArrowLeft'],
    ['rtl', 'ArrowLeft', 'ArrowRight'],
  ] as const) {
    it(`has one stop of Tab, and moves with arrows (${dir})`, async () => {
      const { row, focused } = await setUp({}, 'light', dir);
      const stops = () => queryAllByRole(row, 'button').filter(({ tabIndex }) => tabIndex === 0);
      expect(stops().map(({ ariaLabel }) => ariaLabel)).to.deep.equal(['Copy']);
      stops()[0]?.focus();
      const go = (key: string) => {
        press(focused() ?? row, key);
        return focused()?.ariaLabel;
      };
      expect(go(forward)).to.equal('Answer again');
      expect(go(back)).to.equal('Copy');
      expect(go(back)).to.equal('Copy');
      expect(go('End')).to.equal('Details');
      expect(go('Home')).to.equal('Copy');
      go(forward);
      expect(stops().map(({ ariaLabel }) => ariaLabel)).to.deep.equal(['Answer again']);
    });
  }
});
