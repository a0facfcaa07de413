import type { Quota } from '../../protocol/quota.ts';
import type { Caller, User } from '../ports/caller.ts';
import type { Timings } from './server-timing.ts';

/** What the middleware leaves for the routes. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Names the trace that this request is part of (W3C Trace Context), for the log. */
    traceId: string;
    /** The header of that name, with our place in the trace: what we ask of others carries it on. */
    traceparent: string;
    timings: Timings;
    /** Whose access token came along; null when none did. */
    authenticated: User | null;
    /** Set only on routes behind `identify` or `requireUser`. */
    caller: Caller;
    /** Set only on routes behind `requireUser`. */
    user: User;
    /** The body, whose shape nobody has looked at yet. Set only on routes behind `readBody`. */
    json: unknown;
    /** The failure is in the log already, in the line of its turn. */
    isLogged?: boolean;
    /** Where the caller stands, from whoever has learnt it: the reply's headers tell it. */
    quota?: Quota;
  };
}
