import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import type { Caller } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeploymentLimits } from '../ports/deployment-settings.ts';

/**
 * Tells where the caller stands in every reply that has learnt it, refusals included
 * (draft-ietf-httpapi-ratelimit-headers-10): `RateLimit-Policy: "free-messages";q=3;w=86400` is the limit and its window in
 * seconds, `RateLimit: "free-messages";r=2;t=3600` what is left and the seconds until the window ends.
 */
export function quotaHeaders(limits: DeploymentLimits, clock: Clock): MiddlewareHandler<AppEnv> {
  return async function quotaHeaders(c, next) {
    await next();
    const quota = c.get('quota');
    if (!quota) return;
    const { name, windowSeconds } = policyFor(c.get('caller'), limits);
    const { limit, remaining, resetsAt } = quota;
    // Without a window that runs there is nothing to wait for.
    const reset = resetsAt === null ? '' : `;t=${String(secondsUntil(resetsAt, clock))}`;
    c.res.headers.set('ratelimit-policy', `"${name}";q=${String(limit)};w=${String(windowSeconds)}`);
    c.res.headers.set('ratelimit', `"${name}";r=${String(Math.max(0, remaining))}${reset}`);
  };
}

function policyFor(caller: Caller, limits: DeploymentLimits): { name: string; windowSeconds: number } {
  return caller.kind === 'user'
    ? { name: 'daily-messages', windowSeconds: 86_400 }
    : { name: 'free-messages', windowSeconds: limits.anonymousWindowHours * 3_600 };
}

function secondsUntil(time: string, clock: Clock): number {
  return Math.max(0, Math.ceil((Date.parse(time) - clock.now()) / 1_000));
}
