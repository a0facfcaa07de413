import { aTimeout, expect, nextFrame, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import type { Message } from '../../../protocol/message.ts';
import type { Request } from '../../events/request-event.ts';
import { deepElements, getByRole, getTextbox, press, queryAllByRole, write } from '../../testing/by-role.ts';
import { id, message, otherProviderId, providerId } from '../../testing/scripted-chat-api.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { MessageList } from './message-list.ts';

define('paynless-message-list', MessageList);

const conversation = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) =>
    message(index + 1, { content: `Some words ${String(index + 1)}` }),
  );

async function setUp(changes: Partial<MessageList> = {}, theme: 'light' | 'dark' = 'light', dir = 'ltr') {
  const frame = await themedFixture<HTMLElement>(html`<div dir=${dir}></div>`, theme);
  frame.style.blockSize = '400px';
  frame.style.display = 'grid';
  const list = new MessageList();
  Object.assign(list, { messages: conversation(4), ...changes });
  frame.append(list);
  const update = async (next: Partial<MessageList> = {}): Promise<void> => {
    Object.assign(list, next);
    await list.updateComplete;
    await nextFrame();
    await nextFrame();
    await list.updateComplete;
  };
  const requests: Request[] = [];
  list.addEventListener('paynless-request', ({ request }) => requests.push(request));
  const rows = () => [...(list.shadowRoot?.querySelectorAll('paynless-message-actions') ?? [])];
  await waitUntil(() => rows().length > 0, 'there are rows');
  const isWhole = () => queryAllByRole(list, 'article').length === list.messages.length;
  await waitUntil(isWhole, 'older messages are there');
  await update();
  const scroller = getByRole(list, 'log');
  const scrollTo = async (top: number): Promise<void> => {
    // Between two frames, as a reader does: the page hears of it before it lays anything out.
    await aTimeout(0);
    scroller.scrollTop = top;
    await update();
  };
  const placeOf = (row: Element | undefined) =>
    list.messages.findIndex(({ id }) => id === row?.closest('article')?.dataset['id']);
  return { list, update, rows, requests, scroller, scrollTo, placeOf };
}

const articleOf = (list: MessageList, place: number) =>
  queryAllByRole(list, 'article').find(({ dataset }) => dataset['id'] === list.messages[place]?.id);

describe('MessageList’s actions', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const dir of ['ltr', 'rtl'])
      it(`are accessible (${theme}, ${dir})`, async () => {
        const { list, update } = await setUp(
          {
            siblings: new Map([[id(4), [id(4), id(5)]]]),
            providers: [{ id: providerId, name: 'A', description: null }, { id: otherProviderId, name: 'B', description: 'C' }],
          },
          theme,
          dir,
        ); // prettier-ignore
        await expect(list).to.be.accessible();
        const failed = { said: { state: 'failed', feedback: null }, shown: undefined } as const;
        await update({ busy: true, queuedIds: new Set([id(3)]), feedback: new Map([[id(4), failed]]) });
        await expect(list).to.be.accessible();
        await update({ busy: false });
        getByRole(list, 'button', 'Edit').click();
        await update();
        await expect(list).to.be.accessible();
      });

  it('exist for what is in view and one message around it, and nothing moves when they come', async () => {
    const { rows, scrollTo, scroller, placeOf } = await setUp({ messages: conversation(20) });
    expect(placeOf(rows().at(-1))).to.equal(19);
    expect(rows().length).to.be.lessThan(12);
    const height = scroller.scrollHeight;
    await scrollTo(0);
    await waitUntil(() => rows().map(placeOf).includes(0), 'the first message has its row');
    expect(rows().length).to.be.lessThan(12);
    expect(scroller.scrollHeight).to.equal(height);
  });

  it('follow the reader through older messages', async () => {
    const { rows, scrollTo, placeOf } = await setUp({ messages: conversation(40) });
    const places = () => rows().map(placeOf);
    await scrollTo(0);
    await waitUntil(() => places()[0] === 0, 'the first message has its row');
    await scrollTo(700);
    await waitUntil(() => !places().includes(0), 'it is out of view');
    await waitUntil(() => places().length > 3, 'others are in view');
    expect(places().length).to.be.lessThan(14);
  });

  it('show on the newest message, and on others with the focus', async () => {
    const { rows } = await setUp();
    const opacity = (index: number) => {
      const quiet = rows()[index]?.shadowRoot?.querySelector('.quiet');
      return quiet && getComputedStyle(quiet).getPropertyValue('--_reveal');
    };
    expect([opacity(3), opacity(1)]).to.deep.equal(['1', '']);
    rows()[1]?.focusAction('Copy');
    expect(opacity(1)).to.equal('1');
  });

  it('are reached one after another with the keyboard, also where the next one is out of view', async () => {
    const long = conversation(12).map((shown) => ({ ...shown, content: `${shown.content}\n\n`.repeat(40) }));
    const { rows, update, placeOf } = await setUp({ messages: long });
    const seen: number[] = [];
    for (let place = 11; place >= 0; place -= 1) {
      const row = rows().find((one) => placeOf(one) === place);
      if (!row) break;
      row.focusAction('Copy');
      await update();
      await update();
      seen.push(place);
    }
    expect(seen).to.deep.equal([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('keep what was begun in them when they are scrolled away', async () => {
    const { list, rows, scroller, scrollTo, update, placeOf } = await setUp({ messages: conversation(60) });
    const row = rows().at(-1);
    row?.focusAction('Bad answer');
    getByRole(list, 'button', 'Bad answer');
    row?.shadowRoot?.querySelector<HTMLElement>('[aria-label="Bad answer"]')?.click();
    await update();
    write(getTextbox(list), 'Half a comm');
    await scrollTo(0);
    await scrollTo(scroller.scrollHeight);
    await waitUntil(() => rows().some((one) => placeOf(one) === 59), 'the row is there');
    expect(getTextbox(list).value).to.equal('Half a comm');
  });

  it('are missing while an answer runs, and say what can not be done', async () => {
    const { list } = await setUp({
      messages: [...conversation(3), message(4, { status: 'streaming', content: '' })],
      streamingText: 'Half',
      busy: true,
    });
    expect(articleOf(list, 3)?.querySelectorAll('paynless-message-actions').length).to.equal(0);
    expect(getByRole(list, 'button', 'Edit').ariaDisabled).to.equal('true');
  });

  it('show the newest feedback over that of the message', async () => {
    const rated = message(4, { feedback: { rating: 'up', comment: null } });
    const { list, update } = await setUp({ messages: [...conversation(3), rated] });
    const pressed = () => queryAllByRole(list, 'button', 'Good answer').at(-1)?.ariaPressed;
    expect(pressed()).to.equal('true');
    const said = { state: 'kept', feedback: null } as const;
    await update({ feedback: new Map([[id(4), { said, shown: null }]]) });
    expect(pressed()).to.equal('false');
    await update({ feedback: new Map([[id(4), { said, shown: undefined }]]) });
    expect(pressed()).to.equal('true');
  });

  it('say politely, once, what came of them', async () => {
    const { list, update } = await setUp();
    const said = { state: 'failed', feedback: { rating: 'up', comment: 'Nice' } } as const;
    await update({ feedback: new Map([[id(4), { said, shown: undefined }]]) });
    await update();
    expect(getTextbox(list).value).to.equal('Nice');
    expect(getByRole(list, 'status').textContent).to.equal('Your feedback could not be saved. Try again.');
  });

  it('lead to the other versions of a message, and keep the focus', async () => {
    const siblings = new Map([
      [id(4), [id(4), id(6)]],
      [id(6), [id(4), id(6)]],
    ]);
    const { list, update, requests } = await setUp({ siblings });
    const next = getByRole(list, 'button', 'Next version');
    next.focus();
    next.click();
    expect(requests).to.deep.equal([{ type: 'show-branch', messageId: id(6) }]);
    await update({ messages: [...conversation(3), message(6, { parentId: id(3) })] });
    expect(next.isConnected && next.matches(':focus')).to.equal(true);
    expect(next.ariaDisabled).to.equal('true');
  });
});

describe('editing a message', () => {
  async function edit() {
    const setup = await setUp();
    const { list, update } = setup;
    queryAllByRole(list, 'button', 'Edit').at(-1)?.click();
    await update();
    return { ...setup, field: getTextbox(list) };
  }

  it('takes place where the message stood, and only there', async () => {
    const { list, field } = await edit();
    expect(field.value).to.equal('Some words 3');
    expect(articleOf(list, 2)?.querySelectorAll('.bubble').length).to.equal(0);
    expect(queryAllByRole(list, 'textbox')).to.have.length(1);
  });

  it('asks for another branch, and hands the focus on', async () => {
    const { list, update, requests, field, scroller } = await edit();
    write(field, 'Other words');
    press(field, 'Enter');
    expect(list.shadowRoot?.activeElement === scroller).to.equal(true);
    await update();
    expect(requests).to.deep.equal([{ type: 'edit-message', messageId: id(3), text: 'Other words' }]);
    expect(queryAllByRole(list, 'textbox').length).to.equal(0);
  });

  it('ends with Escape at the button that began it', async () => {
    const { list, update, requests, field } = await edit();
    write(field, 'Other words');
    press(field, 'Escape');
    await update();
    await update();
    expect(requests).to.deep.equal([]);
    expect(articleOf(list, 2)?.querySelector('.bubble')?.textContent).to.equal('Some words 3');
    const row = articleOf(list, 2)?.querySelector('paynless-message-actions');
    expect(row?.shadowRoot?.activeElement?.ariaLabel).to.equal('Edit');
  });
});

describe('MessageList’s days and notes', () => {
  const at = (number: number, daysAgo: number) => {
    const date = new Date();
    date.setDate(date.getDate() - daysAgo);
    return message(number, { createdAt: date.toISOString() });
  };
  const daysOf = (list: MessageList) =>
    [...(list.shadowRoot?.querySelectorAll('.day') ?? [])].map(({ textContent }) => textContent.trim());

  it('names each day that messages were written on', async () => {
    const { list } = await setUp({ messages: [at(1, 1), at(2, 1), at(3, 0), at(4, 0)] });
    expect(daysOf(list)).to.deep.equal(['Yesterday', 'Today']);
  });

  it('names no day in a conversation of today', async () => {
    const { list } = await setUp({ messages: [at(1, 0), at(2, 0)] });
    expect(daysOf(list)).to.deep.equal([]);
  });

  it('survives a date that is none', async () => {
    const { list } = await setUp({ messages: [at(1, 0), message(2, { createdAt: 'soon' })] });
    expect(daysOf(list)).to.deep.equal([]);
    expect(queryAllByRole(list, 'article')).to.have.length(2);
  });

  it('says of a message that waits for the connection that it will go out', async () => {
    const failed = message(3, { status: 'failed' });
    const { list, update } = await setUp({ messages: [...conversation(2), failed] });
    const note = () => articleOf(list, 2)?.querySelector('.message__note')?.textContent;
    expect(note()).to.equal('Not sent');
    await update({ queuedIds: new Set([id(3)]) });
    expect(note()).to.equal('Goes out when you are back online');
  });
});

describe('the way to the newest text', () => {
  it('counts what came while its reader was further up', async () => {
    const { list, update, scrollTo, scroller } = await setUp({ messages: conversation(30) });
    await scrollTo(scroller.scrollHeight - 900);
    expect(getByRole(list, 'button', 'Jump to latest').isConnected).to.equal(true);
    await update({ messages: conversation(31) });
    expect(getByRole(list, 'button', '1 new message').isConnected).to.equal(true);
    await update({ messages: conversation(32) });
    getByRole(list, 'button', '2 new messages').click();
    await update();
    expect(queryAllByRole(list, 'button', '2 new messages').length).to.equal(0);
    await scrollTo(scroller.scrollHeight - 900);
    expect(getByRole(list, 'button', 'Jump to latest').isConnected).to.equal(true);
  });
});

describe('a thousand messages', () => {
  it('are all in the document, with few nodes each and a screenful of rows', async () => {
    const { list, rows, update } = await setUp({ messages: conversation(1_000) });
    await waitUntil(() => queryAllByRole(list, 'article').length === 1_000, 'all are there', {
      timeout: 9_000,
    });
    await update();
    expect(rows().length).to.be.lessThan(14);
    const nodes = [...deepElements(list.shadowRoot ?? list)].length;
    expect(nodes).to.be.lessThan(3_200);
    const group = list.shadowRoot?.querySelector('.group');
    expect(group && getComputedStyle(group).contentVisibility).to.equal('auto');
  });
});
