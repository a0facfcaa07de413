import type { Caller } from '../ports/caller.ts';

/** What the middleware leaves for the routes. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Set only on routes behind `identify`. */
    caller: Caller;
  };
}
