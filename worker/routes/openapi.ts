import type { Handler } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import { buildOpenApiDocument } from '../openapi/build-document.ts';

/** `GET /api/openapi.json`: this API, described. It is the same for everybody and is built when somebody first asks. */
export function getOpenApi(): Handler<AppEnv> {
  let document: string | undefined;
  return (c) => {
    document ??= JSON.stringify(buildOpenApiDocument());
    c.header('content-type', 'application/json');
    c.header('cache-control', 'public, max-age=300');
    return c.body(document);
  };
}
