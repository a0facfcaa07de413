import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import type { PromptMessage } from '../ports/ai-provider.ts';
import { type Context, type ContextRoom, halveContext, trimContext } from './trim-context.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const message = fc.record({ role: fc.constantFrom('user', 'assistant'), content: text });
const history = fc
  .tuple(fc.array(message, { maxLength: 30 }), text)
  .map(([before, content]): PromptMessage[] => [...before, { role: 'user', content }]);
const context = fc.record({ system: fc.option(text), messages: history });
const room = fc
  .tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 300 }))
  .map(([contextWindow, maxOutputTokens]): ContextRoom => ({ contextWindow, maxOutputTokens }));

/** By the rule of the database: UTF-8 bytes by three, rounded up. */
function tokens(system: string | null, messages: readonly PromptMessage[]): number {
  const texts = [...(system === null ? [] : [system]), ...messages.map(({ content }) => content)];
  return texts.reduce((sum, words) => sum + Math.ceil(new TextEncoder().encode(words).length / 3), 0);
}

const left = ({ contextWindow, maxOutputTokens }: ContextRoom) => contextWindow * 0.98 - maxOutputTokens;

/** What fits, or null when the new message does not. */
function trimmed(given: Context, into: ContextRoom): readonly PromptMessage[] | null {
  try {
    return trimContext(given, into);
  } catch (error) {
    if (error instanceof AppError && error.code === 'context_too_long') return null;
    throw error;
  }
}

describe('whatever the conversation, what is sent', () => {
  test('fits, with room for the answer and a margin', () => {
    fc.assert(
      fc.property(context, room, (given, into) => {
        const sent = trimmed(given, into);
        if (sent) expect(tokens(given.system, sent)).toBeLessThanOrEqual(left(into));
      }),
    );
  });

  test('is its end, in its order, with the new message last', () => {
    fc.assert(
      fc.property(context, room, (given, into) => {
        const sent = trimmed(given, into);
        if (!sent) return;
        expect(sent.length).toBeGreaterThan(0);
        expect(sent).toEqual(given.messages.slice(-sent.length));
        expect(sent[0]?.role).toBe('user');
      }),
    );
  });

  test('is no shorter in a larger window', () => {
    fc.assert(
      fc.property(context, room, fc.nat(3_000), (given, into, more) => {
        const sent = trimmed(given, into);
        const wider = trimmed(given, { ...into, contextWindow: into.contextWindow + more });
        expect(wider?.length ?? 0).toBeGreaterThanOrEqual(sent?.length ?? 0);
      }),
    );
  });

  test('is refused only when the new message itself is too much', () => {
    fc.assert(
      fc.property(context, room, (given, into) => {
        const alone = trimmed({ ...given, messages: given.messages.slice(-1) }, into);
        expect(trimmed(given, into) === null).toBe(alone === null);
      }),
    );
  });
});

const turns = (count: number): PromptMessage[] =>
  Array.from({ length: count }, (_, turn) => [
    { role: 'user' as const, content: `Question ${String(turn)} ${'x'.repeat(300)}` },
    { role: 'assistant' as const, content: `Answer ${String(turn)} ${'y'.repeat(300)}` },
  ]).flat();
const asked: PromptMessage = { role: 'user', content: 'And now?' };

test('the newest pairs are kept, as many as fit', () => {
  const messages = [...turns(10), asked];
  const sent = trimContext({ system: 'Be brief.', messages }, { contextWindow: 1_000, maxOutputTokens: 100 });
  // 880 tokens are left; a pair takes about 216.
  expect(sent).toEqual(messages.slice(-9));
});

test.each([
  // 1,000 − 100 for the answer − 20 for what an estimate may miss, and 4 around the message.
  ['fits to the last token', 876 * 3, 1],
  ['is a byte too long', 876 * 3 + 1, null],
])('a message that %s', (_name, bytes, length) => {
  const messages = [{ role: 'user' as const, content: 'x'.repeat(bytes) }];
  const sent = trimmed({ system: null, messages }, { contextWindow: 1_000, maxOutputTokens: 100 });
  expect(sent?.length ?? null).toBe(length);
});

test('a conversation that fits is sent whole, but for an answer without its question', () => {
  const messages = [...turns(3), asked];
  const wide = { contextWindow: 100_000, maxOutputTokens: 100 };
  expect(trimContext({ system: null, messages }, wide)).toEqual(messages);
  expect(trimContext({ system: null, messages: messages.slice(1) }, wide)).toEqual(messages.slice(2));
});

test.each([
  ['the prompt', 'x'.repeat(3_000), 'Hi'],
  ['the message', null, 'x'.repeat(3_000)],
  ['a message of Chinese', null, '東'.repeat(1_000)],
])('%s alone is too long', (_name, system, content) => {
  const alone = { system, messages: [{ role: 'user' as const, content }] };
  expect(() => trimContext(alone, { contextWindow: 1_000, maxOutputTokens: 100 })).toThrow(
    expect.objectContaining({ code: 'context_too_long' }),
  );
});

describe('half of a conversation', () => {
  test('is its end again, of at most half the tokens or the new message alone', () => {
    fc.assert(
      fc.property(context, (given) => {
        const half = halveContext(given);
        if (!half) return;
        expect(half.length).toBeLessThan(given.messages.length);
        expect(half).toEqual(given.messages.slice(-half.length));
        expect(half[0]?.role).toBe('user');
        // Each message is wrapped in a few tokens of its own.
        const wrapping = 4 * (given.messages.length + 1);
        if (half.length > 1)
          expect(tokens(given.system, half)).toBeLessThanOrEqual(
            (tokens(given.system, given.messages) + wrapping) / 2,
          );
      }),
    );
  });

  test('is nothing that could be sent when there is only the new message', () => {
    expect(halveContext({ system: 'x'.repeat(3_000), messages: [asked] })).toBeNull();
  });

  test('keeps the new message, be it more than half', () => {
    const messages = [...turns(1), { role: 'user' as const, content: 'x'.repeat(9_000) }];
    expect(halveContext({ system: null, messages })).toEqual(messages.slice(-1));
  });
});
