import type { Handler } from 'hono';
import type { HealthReply } from '../../protocol/health.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError, toAppError } from '../errors.ts';

interface ReadyzDeps {
  /** @throws AppError */
  readonly checkReadiness: () => Promise<void>;
}

/** `GET /api/readyz`: this worker can serve, because its database answers. Else it is 503. */
export function getReadyz({ checkReadiness }: ReadyzDeps): Handler<AppEnv> {
  return async (c) => {
    // Whatever the reason, tables that are missing included: it can't serve yet.
    await c.get('timings').measure('db', checkReadiness).catch(refuse);
    const reply: HealthReply = { status: 'ok' };
    return c.json(reply);
  };
}

function refuse(thrown: unknown): never {
  throw new AppError('service_unavailable', { cause: toAppError(thrown).cause });
}
