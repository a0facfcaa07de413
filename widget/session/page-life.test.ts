import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Wake } from '../stores/page-life.ts';
import { createPageLife } from './page-life.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** An event target that knows how many listen to it. */
class CountingTarget extends EventTarget {
  count = 0;

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.count += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.count -= 1;
    super.removeEventListener(...args);
  }
}

function setUp() {
  const document: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
  const navigator = { onLine: true };
  const window = Object.assign(new CountingTarget(), { document, navigator });
  const life = createPageLife(window);
  const wakes: Wake[] = [];
  const end = life.onWake((wake) => wakes.push(wake));
  return {
    life,
    wakes,
    end,
    document,
    navigator,
    tell: (name: string, more: object = {}) => window.dispatchEvent(Object.assign(new Event(name), more)),
    show: (state: DocumentVisibilityState) => {
      document.visibilityState = state;
      // It happens to the document, and bubbles.
      window.dispatchEvent(new Event('visibilitychange'));
    },
    listeners: () => window.count,
    pass: (ms: number) => vi.advanceTimersByTime(ms),
  };
}

const look: Wake = { mayBeCut: false };
const cut: Wake = { mayBeCut: true };

describe("a page's life", () => {
  it('wakes when the connection is back', () => {
    const { wakes, tell, pass } = setUp();
    tell('online');
    pass(100);
    expect(wakes).toEqual([cut]);
  });

  it('wakes when the page comes back from the cache, not when it is first shown', () => {
    const { wakes, tell, pass } = setUp();
    tell('pageshow', { persisted: false });
    pass(100);
    expect(wakes).toEqual([]);
    tell('pageshow', { persisted: true });
    pass(100);
    expect(wakes).toEqual([cut]);
  });

  it.each([
    [4_999, look],
    [5_000, cut],
    [3_600_000, cut],
  ])('wakes when the page is shown again after %i ms', (ms, wake) => {
    const { wakes, show, pass } = setUp();
    show('hidden');
    pass(ms);
    expect(wakes).toEqual([]);
    show('visible');
    pass(100);
    expect(wakes).toEqual([wake]);
  });

  it('counts anew each time the page is hidden', () => {
    const { wakes, show, pass } = setUp();
    for (let time = 0; time < 3; time += 1) {
      show('hidden');
      pass(3_000);
      show('visible');
      pass(3_000);
    }
    expect(wakes).toEqual([look, look, look]);
  });

  it('takes what comes together for one wake, in whatever order, and keeps what each of them knew', () => {
    const { wakes, document, tell, show, pass } = setUp();
    show('hidden');
    pass(5_000);
    document.visibilityState = 'visible';
    tell('focus');
    pass(10);
    show('visible');
    tell('focus');
    pass(100);
    expect(wakes).toEqual([cut]);
    tell('focus');
    tell('focus');
    pass(100);
    expect(wakes).toEqual([cut, look]);
  });

  it('tells each listener, until it has ended', () => {
    const { life, wakes, end, tell, pass } = setUp();
    const others: Wake[] = [];
    const endOther = life.onWake((wake) => others.push(wake));
    tell('focus');
    pass(100);
    end();
    tell('focus');
    pass(100);
    endOther();
    expect([wakes.length, others.length]).toEqual([1, 2]);
  });

  it('leaves the page alone while nobody listens, and wakes nobody who has ended meanwhile', () => {
    const { wakes, end, tell, pass, listeners } = setUp();
    expect(listeners()).toBeGreaterThan(0);
    tell('focus');
    end();
    expect(listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    pass(100);
    expect(wakes).toEqual([]);
  });

  it('says what the browser believes about its connection', () => {
    const { life, navigator } = setUp();
    expect(life.isOnline()).toBe(true);
    navigator.onLine = false;
    expect(life.isOnline()).toBe(false);
  });
});
