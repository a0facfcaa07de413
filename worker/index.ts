import type { Hono } from 'hono';
import type { AppEnv } from './middleware/app-env.ts';
import { createApp } from './app.ts';
import { createDependencies } from './dependencies.ts';
import { ConfigError, parseEnv } from './env.ts';
import { AppError, toProblem } from './errors.ts';
import { createLogger } from './logging/create-logger.ts';

let app: Hono<AppEnv> | undefined;

export default {
  fetch(request, env, context) {
    try {
      app ??= createApp(createDependencies(parseEnv(env)));
    } catch (error) {
      return refuse(error);
    }
    return app.fetch(request, env, context);
  },
} satisfies ExportedHandler<object>;

/** Without its configuration the worker can do nothing but say so: to the owner in the log, to a client in general. */
function refuse(error: unknown): Response {
  if (!(error instanceof ConfigError)) throw error;
  const requestId = crypto.randomUUID();
  createLogger().error('misconfigured', { requestId, message: error.message });
  const headers = { 'content-type': 'application/problem+json', 'x-request-id': requestId };
  return new Response(JSON.stringify(toProblem(new AppError('internal'), requestId)), {
    status: 500,
    headers,
  });
}
