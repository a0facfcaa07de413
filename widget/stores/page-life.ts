/** What made somebody look at the page again. */
export interface Wake {
  /**
   * Connections may have died meanwhile without a word: the page came back from the back/forward cache, from being offline, or
   * from being hidden for a while.
   */
  readonly mayBeCut: boolean;
}

/** The life of the page as the stores see it: a port that `session/page-life.ts` fills in a page. */
export interface PageLife {
  /** What the browser believes about its connection. `true` proves nothing. */
  isOnline: () => boolean;
  /**
   * Calls back when the page is looked at again or its connection came back: what is shown may be out of date.
   * @returns ends it
   */
  onWake: (listener: (wake: Wake) => void) => () => void;
}

/** A page that never sleeps: for stores without a page. */
export const wakefulPage: PageLife = { isOnline: () => true, onWake: () => () => undefined };
