import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { Usage } from '../ports/usage.ts';

interface AnonymousUsageDeps {
  readonly usage: Usage;
  readonly configure: () => Promise<void>;
}

/** `GET /api/anonymous-usage`: how many free messages a visitor has left. Asking makes nobody's count go up. */
export function getAnonymousUsage({ usage, configure }: AnonymousUsageDeps): Handler<AppEnv> {
  return async (c) => {
    const caller = c.get('caller');
    if (caller.kind !== 'visitor')
      throw new AppError('invalid_request', { detail: 'A signed-in user has no anonymous usage' });
    const quota = await c.get('timings').measure('db', async () => {
      await configure();
      return usage.anonymousUsage(caller);
    });
    c.set('quota', quota);
    return c.json(quota);
  };
}
