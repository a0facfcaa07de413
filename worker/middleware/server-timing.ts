import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import type { Clock } from '../ports/clock.ts';

/** What of a request is measured: finding out who calls, waiting for the database, waiting for the model's first word. */
type Timing = 'auth' | 'db' | 'ttft';

/** How long the parts of one request took. What is measured twice under one name is added up. */
export interface Timings {
  /** Measures work that is awaited, also when it fails. */
  measure<T>(name: Timing, work: () => Promise<T>): Promise<T>;
  add(name: Timing, durationMs: number): void;
}

/** Tells in the reply how long its parts took, in milliseconds (Server Timing, W3C). */
export function serverTiming(clock: Clock): MiddlewareHandler<AppEnv> {
  return async function serverTiming(c, next) {
    const durations = new Map<Timing, number>();
    const add: Timings['add'] = (name, durationMs) => {
      durations.set(name, (durations.get(name) ?? 0) + durationMs);
    };
    c.set('timings', {
      add,
      async measure(name, work) {
        const startedAt = clock.now();
        try {
          return await work();
        } finally {
          add(name, clock.now() - startedAt);
        }
      },
    });
    await next();
    const metrics = Array.from(durations, ([name, durationMs]) => `${name};dur=${String(durationMs)}`);
    if (metrics.length > 0) c.res.headers.set('server-timing', metrics.join(', '));
  };
}
