import { Hono, type Handler, type MiddlewareHandler } from 'hono';
import { paths } from '../protocol/paths.ts';
import type { AppEnv } from './middleware/app-env.ts';
import type { Dependencies } from './dependencies.ts';
import { AppError } from './errors.ts';
import { drainBody } from './middleware/drain-body.ts';
import { handleError } from './middleware/handle-error.ts';
import { identify } from './middleware/identify.ts';
import { limitBody } from './middleware/limit-body.ts';
import { noStore } from './middleware/no-store.ts';
import { origins } from './middleware/origins.ts';
import { requestId } from './middleware/request-id.ts';
import { getAiProviders } from './routes/ai-providers.ts';
import { getAnonymousUsage } from './routes/anonymous-usage.ts';
import { getChatDetails } from './routes/chat-details.ts';
import { getChatHistory } from './routes/chat-history.ts';
import { postChat } from './routes/chat.ts';
import { getConfig } from './routes/config.ts';
import { getHealthz } from './routes/healthz.ts';
import { getSystemPrompts } from './routes/system-prompts.ts';

type Route = [
  method: 'GET' | 'POST',
  path: string,
  ...handlers: (MiddlewareHandler<AppEnv> | Handler<AppEnv>)[],
];

/** The application: middleware in order, then the routes. It holds no state of its own. */
export function createApp(deps: Dependencies): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError(handleError(deps.logger));
  app.notFound(() => {
    throw new AppError('not_found');
  });
  app.use(drainBody(), requestId(), origins(deps.config.allowedOrigins));
  for (const [method, path, ...handlers] of routes(deps)) {
    app.on(method, [path], ...handlers);
    app.all(path, methodNotAllowed(method));
  }
  return app;
}

function routes(deps: Dependencies): Route[] {
  const caller = [identify(deps), noStore()] as const;
  return [
    ['GET', paths.healthz, getHealthz()],
    ['GET', paths.config, getConfig(deps)],
    ['GET', paths.aiProviders, getAiProviders(deps)],
    ['GET', paths.systemPrompts, getSystemPrompts(deps)],
    ['POST', paths.chat, limitBody(), ...caller, postChat(deps)],
    ['GET', paths.chatHistory, ...caller, getChatHistory(deps)],
    ['GET', paths.chatDetails, ...caller, getChatDetails(deps)],
    ['GET', paths.anonymousUsage, ...caller, getAnonymousUsage(deps)],
  ];
}

/** RFC 9110, section 15.5.6: a 405 names the methods there are. Hono answers HEAD wherever there is GET. */
function methodNotAllowed(method: string): Handler<AppEnv> {
  return (c) => {
    c.header('allow', method === 'GET' ? 'GET, HEAD' : method);
    throw new AppError('method_not_allowed');
  };
}
