import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';

/** `GET /api/healthz`: this worker runs. It asks nothing else, so it says nothing of the database. */
export function getHealthz(): Handler<AppEnv> {
  return (c) => {
    c.header('cache-control', 'no-store');
    return c.json({ status: 'ok' });
  };
}
