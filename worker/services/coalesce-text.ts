/** Two frames of a 60 Hz screen: nobody sees a difference, and a fast model sends ten times fewer events. */
const intervalMs = 33;

/** Collects small pieces of text into fewer, larger ones. */
export interface TextCoalescer {
  /** Takes a piece; it is passed on at once when the last one lies long enough back. */
  push(text: string): void;
  /** Passes on what is left and stops the timer. Nothing may be pushed after it. */
  end(): void;
}

/**
 * Passes the first text on at once and what follows at most every 33 ms. The text that comes out is exactly the text that
 * went in, in order.
 */
export function coalesceText(emit: (text: string) => void): TextCoalescer {
  let pending = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    if (!pending) return;
    const text = pending;
    pending = '';
    timer = setTimeout(flush, intervalMs);
    emit(text);
  };

  return {
    push(text) {
      pending += text;
      if (timer === undefined) flush();
    },
    end() {
      clearTimeout(timer);
      timer = undefined;
      if (pending) emit(pending);
      pending = '';
    },
  };
}
