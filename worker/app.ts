import { Hono, type Handler, type MiddlewareHandler } from 'hono';
import { memberPaths, paths, servicePaths } from '../protocol/paths.ts';
import type { AppEnv } from './middleware/app-env.ts';
import type { Dependencies } from './dependencies.ts';
import { AppError } from './errors.ts';
import { authenticate } from './middleware/authenticate.ts';
import { drainBody } from './middleware/drain-body.ts';
import { handleError } from './middleware/handle-error.ts';
import { identify } from './middleware/identify.ts';
import { limitBurst } from './middleware/limit-burst.ts';
import { noStore } from './middleware/no-store.ts';
import { origins } from './middleware/origins.ts';
import { quotaHeaders } from './middleware/quota-headers.ts';
import { readBody } from './middleware/read-body.ts';
import { requestId } from './middleware/request-id.ts';
import { requireUser } from './middleware/require-user.ts';
import { setSecurityHeaders } from './middleware/security-headers.ts';
import { serverTiming } from './middleware/server-timing.ts';
import { traceContext } from './middleware/trace-context.ts';
import { getAiProviders } from './routes/ai-providers.ts';
import { getAnonymousUsage } from './routes/anonymous-usage.ts';
import { getChatDetails } from './routes/chat-details.ts';
import { getChatExport } from './routes/chat-export.ts';
import { getChatHistory } from './routes/chat-history.ts';
import { getChatStream } from './routes/chat-stream.ts';
import { postChat } from './routes/chat.ts';
import { claimChats } from './routes/claim.ts';
import { getConfig } from './routes/config.ts';
import { deleteChat } from './routes/delete-chat.ts';
import { giveFeedback } from './routes/give-feedback.ts';
import { getHealthz } from './routes/healthz.ts';
import { getOpenApi } from './routes/openapi.ts';
import { getReadyz } from './routes/readyz.ts';
import { renameChat } from './routes/rename-chat.ts';
import { postSessionCode } from './routes/session-code.ts';
import { postSessionExchange } from './routes/session-exchange.ts';
import { stopChat } from './routes/stop-chat.ts';
import { getSystemPrompts } from './routes/system-prompts.ts';
import { withdrawFeedback } from './routes/withdraw-feedback.ts';

type Handlers = readonly (MiddlewareHandler<AppEnv> | Handler<AppEnv>)[];

/** What there is at one path, by method. */
type Resource = Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handlers>>;

/** The application: middleware in order, then the routes. It holds no state of its own. */
export function createApp(deps: Dependencies): Hono<AppEnv> {
  const { config, clock } = deps;
  const app = new Hono<AppEnv>();
  app.onError(handleError(deps.logger));
  app.notFound(() => {
    throw new AppError('not_found');
  });
  app.use(drainBody(), setSecurityHeaders(), requestId(), traceContext(), serverTiming(clock));
  app.use(quotaHeaders(config.limits, clock), origins(config.allowedOrigins), authenticate(deps.tokens));
  for (const [path, resource] of routes(deps)) {
    for (const [method, handlers] of Object.entries(resource)) app.on(method, [path], ...handlers);
    app.all(path, methodNotAllowed(Object.keys(resource)));
  }
  return app;
}

function routes(deps: Dependencies): [path: string, Resource][] {
  const anybody = [noStore(), identify(deps)];
  const user = [noStore(), requireUser()];
  const write = limitBurst(deps, 'writes');
  const read = limitBurst(deps, 'reads');
  return [
    [servicePaths.healthz, { GET: [noStore(), getHealthz()] }],
    [servicePaths.readyz, { GET: [noStore(), getReadyz(deps)] }],
    [servicePaths.openapi, { GET: [getOpenApi()] }],
    [paths.config, { GET: [getConfig(deps)] }],
    [paths.aiProviders, { GET: [getAiProviders(deps)] }],
    [paths.systemPrompts, { GET: [getSystemPrompts(deps)] }],
    [paths.chat, { POST: [...anybody, readBody(), write, postChat(deps)] }],
    [paths.chatStream, { GET: [...anybody, read, getChatStream(deps)] }],
    // It spends nothing and saves money: whoever shares an address with many who write can still stop.
    [paths.chatStop, { POST: [...anybody, read, stopChat(deps)] }],
    [paths.chatHistory, { GET: [...user, read, getChatHistory(deps)] }],
    [
      paths.chatDetails,
      {
        GET: [...anybody, read, getChatDetails(deps)],
        PATCH: [...user, readBody(), write, renameChat(deps)],
        DELETE: [...user, write, deleteChat(deps)],
      },
    ],
    [paths.chatExport, { GET: [...user, read, getChatExport(deps)] }],
    [
      paths.feedback,
      {
        PUT: [...anybody, readBody(), write, giveFeedback(deps)],
        DELETE: [...anybody, write, withdrawFeedback(deps)],
      },
    ],
    [paths.anonymousUsage, { GET: [...anybody, read, getAnonymousUsage(deps)] }],
    [memberPaths.claim, { POST: [...user, write, claimChats(deps)] }],
    [memberPaths.sessionCode, { POST: [...user, readBody(), write, postSessionCode(deps)] }],
    // Its code says who asks: nobody becomes a visitor by signing in.
    [memberPaths.sessionExchange, { POST: [noStore(), readBody(), write, postSessionExchange(deps)] }],
  ];
}

/** RFC 9110, section 15.5.6: a 405 names the methods there are. Hono answers HEAD wherever there is GET. */
function methodNotAllowed(methods: readonly string[]): Handler<AppEnv> {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return (c) => {
    c.header('allow', allow);
    throw new AppError('method_not_allowed');
  };
}
