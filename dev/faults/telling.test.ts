import { expect, it } from 'vitest';
import { formatEventId } from '../../protocol/event-id.ts';
import { streamEnd, type StreamPart } from '../../protocol/event-stream.ts';
import { createListener } from './telling.ts';

const answerId = crypto.randomUUID();
const said = 'One two three';

const start: StreamPart = { type: 'start', messageId: answerId, messageMetadata: {} };
const word = (delta: string): StreamPart => ({ type: 'text-delta', id: '1', delta });
const finish: StreamPart = {
  type: 'finish',
  finishReason: 'stop',
  messageMetadata: { status: 'complete' },
};

/** What a client makes of these connections, each of parts and their numbers. */
function listenTo(...connections: (readonly [StreamPart | typeof streamEnd, number?])[][]) {
  const listener = createListener(said);
  for (const events of connections) {
    listener.begin();
    for (const [part, number] of events) {
      const id = number === undefined ? null : formatEventId(answerId, number);
      listener.take({ id, data: part === streamEnd ? part : JSON.stringify(part) });
    }
  }
  return listener;
}

it('an answer that is told once, over two connections, is right', () => {
  const listener = listenTo(
    [
      [start, 1],
      [word('One '), 2],
    ],
    [[word('two three'), 3], [finish, 4], [streamEnd]],
  );
  expect(listener.violations).toEqual([]);
  expect(listener.current).toMatchObject({ answerId, text: said, status: 'complete', lastNumber: 4 });
});

it.each<[string, Parameters<typeof listenTo>]>([
  [
    'an event is told twice',
    [
      [
        [start, 1],
        [word('One '), 2],
      ],
      [[word(''), 2]],
    ],
  ],
  [
    'an event is left out',
    [
      [
        [start, 1],
        [word('One '), 2],
      ],
      [[word('two'), 4]],
    ],
  ],
  ['an event has no number', [[[start, 1], [word('One ')]]]],
  [
    'a word is told twice',
    [
      [
        [start, 1],
        [word('One '), 2],
        [word('One '), 3],
      ],
    ],
  ],
  ['it begins in the middle', [[[word('One '), 2]]]],
  ['it ends without saying how', [[[start, 1], [streamEnd]]]],
  ['there is more after its end', [[[start, 1], [finish, 2], [streamEnd], [word('One'), 3]]]],
])('it is found out when %s', (_what, connections) => {
  expect(listenTo(...connections).violations).not.toEqual([]);
});
