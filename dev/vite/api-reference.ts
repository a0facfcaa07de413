import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Connect, Plugin } from 'vite';

/** Where the reference is, without a slash at the end. */
const address = '/api-reference';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Paynless Chat API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${address}/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <script src="${address}/swagger-ui-bundle.js"></script>
    <script>
      SwaggerUIBundle({
        url: '/api/openapi.json',
        dom_id: '#reference',
        deepLinking: true,
        defaultModelsExpandDepth: 0,
        persistAuthorization: true,
        // The one address of the document is this server; nothing is sent to a validator elsewhere.
        validatorUrl: null,
      });
    </script>
  </body>
</html>
`;

/** The files of Swagger UI that the page asks for, with their types. */
const assets = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
]);

/** Serves a page on which the API can be read and tried, in development only. Everything it needs comes from here. */
export function apiReference(): Plugin {
  return {
    name: 'paynless:api-reference',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        serve(request, response, next).catch(next);
      });
    },
  };
}

async function serve(...[request, response, next]: Parameters<Connect.NextHandleFunction>): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://host').pathname.replace(/\/$/, '');
  const name = path.startsWith(`${address}/`) ? path.slice(address.length + 1) : '';
  const type = assets.get(name);
  if (path === address) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  } else if (type !== undefined) {
    const file = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`));
    response.writeHead(200, { 'content-type': type }).end(await readFile(file));
  } else {
    next();
  }
}
