import type { Handler } from 'hono';
import type { HealthReply } from '../../protocol/health.ts';
import type { AppEnv } from '../middleware/app-env.ts';

/** `GET /api/healthz`: this worker runs. It asks nothing else, so it says nothing of the database. */
export function getHealthz(): Handler<AppEnv> {
  return (c) => {
    const reply: HealthReply = { status: 'ok' };
    return c.json(reply);
  };
}
