import type { Hono } from 'hono';
import type { AppEnv } from './middleware/app-env.ts';
import { createApp } from './app.ts';
import { parseBindings } from './bindings.ts';
import { createDependencies, createObjectHost, type Dependencies } from './dependencies.ts';
import { ConfigError, parseEnv } from './env.ts';
import { AppError, toProblem } from './errors.ts';
import { createLogger } from './logging/create-logger.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import type { AnswerHost } from './ports/answer-host.ts';
import { housekeep } from './services/housekeep.ts';
import { AnswerObject } from './turns/answer-object.ts';

interface Worker {
  readonly deps: Dependencies;
  readonly app: Hono<AppEnv>;
}

let worker: Worker | undefined;
let host: AnswerHost | undefined;

export default {
  fetch(request, env, context) {
    try {
      worker ??= createWorker(env);
    } catch (error) {
      return refuse(error);
    }
    return worker.app.fetch(request, env, context);
  },
  scheduled(_controller, env, context) {
    worker ??= createWorker(env);
    context.waitUntil(housekeep(worker.deps));
  },
} satisfies ExportedHandler<object>;

/** The object of one answer, see wrangler.toml. */
export class RunningAnswer extends AnswerObject {
  constructor(context: DurableObjectState, env: object) {
    super(context, env, (host ??= createObjectHost(parseEnv(env))));
  }
}

function createWorker(env: object): Worker {
  const deps = createDependencies(parseEnv(env), parseBindings(env));
  return { deps, app: createApp(deps) };
}

/** Without its configuration the worker can do nothing but say so: to the owner in the log, to a client in general. */
function refuse(error: unknown): Response {
  if (!(error instanceof ConfigError)) throw error;
  const requestId = crypto.randomUUID();
  createLogger().error('misconfigured', { requestId, message: error.message });
  const headers = new Headers([...securityHeaders, ['content-type', 'application/problem+json']]);
  headers.set('x-request-id', requestId);
  const body = JSON.stringify(toProblem(new AppError('internal'), requestId));
  return new Response(body, { status: 500, headers });
}
