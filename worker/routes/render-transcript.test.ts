import { describe, expect, test } from 'vitest';
import type { ChatExport } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import { renderTranscript } from './render-transcript.ts';

const model = '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60001';
const names = new Map([[model, 'Model *One*']]);

function message(id: string, parentId: string | null, more: Partial<Message>): Message {
  return {
    id,
    parentId,
    role: 'user',
    content: `Message ${id}`,
    status: 'complete',
    finishReason: null,
    providerId: null,
    promptId: null,
    usage: null,
    createdAt: '2026-11-02T10:30:59.123+00:00',
    ...more,
  };
}

function transcript(messages: Message[], title: string | null = 'Tides'): string {
  const chat = { id: crypto.randomUUID(), title, updatedAt: '2026-11-02T10:31:00Z' };
  const whole: ChatExport = { exportedAt: '2026-11-23T04:58:12.000Z', chat, messages };
  return renderTranscript(whole, names);
}

const answer = { role: 'assistant', providerId: model } as const;

describe('a transcript', () => {
  test('has the title, the date, and who wrote what and when', () => {
    expect(transcript([message('a', null, {}), message('b', 'a', answer)])).toBe(`# Tides

Exported on 2026-11-23 04:58 UTC.

## You

_2026-11-02 10:30 UTC_

Message a

## Model \\*One\\*

_2026-11-02 10:30 UTC_

Message b
`);
  });

  test('is the branch that ends at the newest message, and says how much it leaves out', () => {
    const text = transcript([
      message('a', null, {}),
      message('b', 'a', answer),
      message('c', 'b', {}),
      message('d', 'a', answer),
    ]);
    expect(text.match(/Message \w/g)).toEqual(['Message a', 'Message d']);
    expect(text).toContain('2 messages of other branches left out; the JSON export has everything.');
  });

  test('of one message left out says so, and parents in a circle have an end', () => {
    const circle = [message('x', null, {}), message('a', 'b', {}), message('b', 'a', {})];
    const text = transcript(circle);
    expect(text).toContain('1 message of another branch left out;');
    expect(text.match(/Message \w/g)).toEqual(['Message a', 'Message b']);
  });

  test.each([
    ['stopped', 'This answer was stopped.'],
    ['interrupted', 'This answer was interrupted.'],
    ['failed', 'This answer failed.'],
    ['streaming', 'This answer is still being written.'],
  ] as const)('says of an answer that it is %s', (status, note) => {
    const text = transcript([message('a', null, { ...answer, status, content: '' })]);
    expect(text.trimEnd().endsWith(`_${note}_`)).toBe(true);
  });

  test('has an assistant where the model is no longer offered, and no system messages', () => {
    const text = transcript([
      message('a', null, { role: 'system' }),
      message('b', 'a', { role: 'assistant', providerId: crypto.randomUUID() }),
    ]);
    expect(text).toContain('## Assistant');
    expect(text).not.toContain('Message a');
    expect(text).not.toContain('left out');
  });

  test('takes the title for words', () => {
    expect(transcript([], '# **bold**\n[link](x) <b>')).toContain(
      '# \\# \\*\\*bold\\*\\* \\[link\\](x) \\<b\\>\n',
    );
    expect(transcript([], null)).toContain('# Untitled chat\n');
  });

  test.each([
    ['```js\nlet a', '```js\nlet a\n```'],
    ['````md\n```\nx', '````md\n```\nx\n````'],
    ['~~~\n```\nx', '~~~\n```\nx\n~~~'],
    ['```\nx\n```', '```\nx\n```'],
    ['```\nx\n``` not the end', '```\nx\n``` not the end\n```'],
    ['``` `inline` ```', '``` `inline` ```'],
  ])('closes the code block that an answer was cut in: %j', (content, closed) => {
    const text = transcript([message('a', null, { content })]);
    expect(text).toContain(`UTC_\n\n${closed}\n`);
    expect(text.trimEnd().endsWith(closed)).toBe(true);
  });
});
