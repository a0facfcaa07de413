import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { apiReference } from './api-reference.ts';

let server: ViteDevServer;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  server = await createServer({
    configFile: false,
    appType: 'custom',
    logLevel: 'silent',
    server: { port, strictPort: true, host: '127.0.0.1', ws: false },
    plugins: [apiReference()],
  });
  await server.listen();
  url = `http://127.0.0.1:${String(port)}`;
});

afterAll(() => server.close());

describe('the reference of the API', () => {
  it.each(['/api-reference', '/api-reference/', '/api-reference?x=y'])('is a page at %s', async (path) => {
    const reply = await fetch(url + path);
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await reply.text();
    expect(page).toContain('/api/openapi.json');
    // It works offline: nothing on it comes from elsewhere.
    expect(page).not.toMatch(/(https?:)?\/\/\w/);
  });

  it.each([
    ['swagger-ui.css', 'text/css'],
    ['swagger-ui-bundle.js', 'text/javascript'],
  ])('has its %s from here', async (name, type) => {
    const reply = await fetch(`${url}/api-reference/${name}`);
    expect(reply.headers.get('content-type')).toContain(type);
    expect((await reply.text()).length).toBeGreaterThan(100_000);
  });

  it.each(['/api-references', '/api-reference/package.json', '/api-reference/..%2fpackage.json'])(
    'leaves %s to others',
    async (path) => {
      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});
