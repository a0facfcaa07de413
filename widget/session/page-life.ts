import type { PageLife, Wake } from '../stores/page-life.ts';
import { listen } from './listen.ts';

/** What of a window tells about its page's life. Its document's `visibilitychange` bubbles up to it. */
interface Page extends EventTarget {
  readonly document: { readonly visibilityState: DocumentVisibilityState };
  readonly navigator: { readonly onLine: boolean };
}

/** Connections of a page that was hidden for as long may be dead: phones and laptops cut them, and tell nobody. */
const hiddenForLongMs = 5_000;

/** One glance at a page makes several events, each in a task of its own. */
const togetherMs = 50;

/**
 * The life of a page, from its own events. The page is listened to only while somebody listens here.
 * @param page the page's `window`
 * @param now the time of day: it goes on while a machine sleeps, and other clocks may not
 */
export function createPageLife(page: Page, now: () => number = Date.now): PageLife {
  const listeners = new Set<(wake: Wake) => void>();
  let end = (): void => undefined;
  let hiddenSince: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let mayBeCut = false;
  const isHidden = () => page.document.visibilityState === 'hidden';

  /** What comes together is one wake, which knows what any of them knew. */
  function wake(knowsOfCut: boolean): void {
    mayBeCut ||= knowsOfCut;
    timer ??= setTimeout(() => {
      const merged = { mayBeCut };
      forget();
      for (const listener of listeners) listener(merged);
    }, togetherMs);
  }

  function forget(): void {
    clearTimeout(timer);
    timer = undefined;
    mayBeCut = false;
  }

  function handle(event: Event): void {
    if (event.type === 'online') wake(true);
    else if (event.type === 'pageshow') {
      // Else it has only just been loaded, and does not come back from the back/forward cache.
      if ('persisted' in event && event.persisted === true) wake(true);
    } else if (isHidden()) hiddenSince ??= now();
    else {
      wake(hiddenSince !== null && now() - hiddenSince >= hiddenForLongMs);
      hiddenSince = null;
    }
  }

  function onWake(listener: (wake: Wake) => void): () => void {
    if (listeners.size === 0) {
      hiddenSince = isHidden() ? now() : null;
      end = listen(page, ['online', 'pageshow', 'focus', 'visibilitychange'], handle);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      end();
      forget();
    };
  }

  return { isOnline: () => page.navigator.onLine, onWake };
}
