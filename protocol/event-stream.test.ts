import { describe, expect, it } from 'vitest';
import { decodeStreamPart, encodeStreamPart, type StreamPart } from './event-stream.ts';

const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

describe('a streamed part', () => {
  it.each<StreamPart>([
    { type: 'start', messageId: id, messageMetadata: { chatId: id, userMessageId: id } },
    { type: 'text-delta', id: '0', delta: 'one\ntwo\r\n\u2028data: [DONE]\n\n' },
    { type: 'finish', finishReason: 'stop', messageMetadata: { usage: { inputTokens: 1, outputTokens: 2 } } },
    { type: 'data-quota', data: { limit: 3, used: 1, remaining: 2, resetsAt: null }, transient: true },
  ])('is one event and comes back the same ($type)', (part) => {
    const event = encodeStreamPart(part);
    expect(event).toMatch(/^data: [^\n\r]*\n\n$/);
    expect(decodeStreamPart(event.slice('data: '.length, -2))).toEqual(part);
  });

  it('of a kind not known yet is passed over', () => {
    expect(decodeStreamPart('{"type":"data-later","data":{}}')).toBeUndefined();
  });

  it('that is not JSON is an error', () => {
    expect(() => decodeStreamPart('{"type":')).toThrow(SyntaxError);
  });
});
