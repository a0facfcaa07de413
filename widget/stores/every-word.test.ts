import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, pass } from '../testing/ask.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  // A module is not loaded by the clock of a test.
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const step = fc.record({
  piece: fc.string({ minLength: 1, maxLength: 4 }),
  isRead: fc.boolean(),
  then: fc.constantFrom('go on', 'cut', 'cut', 'cut twice', 'wake', 'leave the page', 'checkpoint'),
  replaysAll: fc.boolean(),
  waitMs: fc.constantFrom(0, 100, 300, 2_000),
});

describe('every word', () => {
  it('is shown once, in its place, wherever connections break and however the answer is told again', async () => {
    const ends = fc.constantFrom('finish', 'finish unheard', 'end and be forgotten');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), ends, async (steps, end) => {
        const { server, chat, seen, page, presence, sending, texts } = await ask();
        for (const { piece, isRead, then, replaysAll, waitMs } of steps) {
          server.replaysAll = replaysAll;
          server.tell(piece);
          if (isRead) await pass(0);
          if (then.startsWith('cut')) server.cut();
          if (then === 'cut twice') {
            await pass(260);
            server.cut();
          }
          if (then === 'wake') page.wake();
          if (then === 'leave the page') {
            presence.pause();
            await pass(500);
            presence.resume();
          }
          if (then === 'checkpoint') server.checkpoint(chat.$streamingText.get());
          await pass(waitMs);
        }
        if (end !== 'finish') server.cut();
        server.finish();
        if (end === 'end and be forgotten') server.forget();
        await pass(20_000);
        await sending;
        const whole = steps.map(({ piece }) => piece).join('');
        expect(texts()).toEqual([
          ['user', 'Hello', 'complete'],
          ['assistant', whole, 'complete'],
        ]);
        const growing = seen.filter((text) => text !== '');
        for (const [index, text] of growing.entries()) {
          expect(whole.startsWith(text)).toBe(true);
          expect(text.length).toBeGreaterThan(growing[index - 1]?.length ?? 0);
        }
        expect(chat.$answer.get()).toEqual({ state: 'idle' });
        expect(chat.$isReconnecting.get()).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'is there after a cut behind event %i, told on or told again',
    async (events) => {
      for (const replaysAll of [false, true]) {
        const { server, seen, texts } = await ask();
        server.replaysAll = replaysAll;
        const pieces = ['a', 'bc', ' ', 'def', 'g', 'h'];
        for (const piece of pieces.slice(0, events - 1)) {
          server.tell(piece);
          await pass(0);
        }
        server.cut();
        server.tell(...pieces.slice(events - 1));
        server.finish();
        await pass(300);
        expect(texts()[1]).toEqual(['assistant', 'abc defgh', 'complete']);
        const told = seen.filter((text) => text !== '');
        expect(told).toEqual(told.toSorted((one, other) => one.length - other.length));
        expect(new Set(told).size).toBe(told.length);
      }
    },
  );
});
