import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { listen, serveAssets } from './serve-assets.ts';
import { ask, conversation, openChat, openSite, type Site } from './visit.ts';

/** The built widget on somebody else's site: the page, the script and the API have three origins, and a strict policy. */
const folder = mkdtempSync(join(tmpdir(), 'paynless-widget-'));
let site: Site;
let assets: Server;
let host: Server;
let hostUrl: string;

function serveHost(script: string, api: string): Server {
  const policy = `default-src 'none'; script-src ${script}; connect-src ${api}; require-trusted-types-for 'script'`;
  const page = `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><body><h1>Host</h1>
    <script type="module" src="${script}/paynless-chat.js"></script>
    <paynless-chat api-url="${api}"></paynless-chat></body></html>`;
  return createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page);
  });
}

beforeAll(async () => {
  await build({ mode: 'widget', logLevel: 'warn', build: { outDir: folder } });
  const port = await freePort();
  site = await openSite({ ALLOWED_ORIGINS: `http://127.0.0.1:${String(port)}` });
  assets = serveAssets(folder);
  host = serveHost(await listen(assets), site.stack.url);
  hostUrl = await listen(host, port);
});

afterAll(async () => {
  host.close();
  assets.close();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the built widget on a page of another origin', () => {
  it('answers under a strict policy, and asks for nothing before it is opened', async () => {
    const page = await site.visit('about:blank');
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(hostUrl);
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    expect(asked.filter((path) => path !== ',')).toEqual(['/', '/paynless-chat.js']);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);

    await openChat(page);
    await ask(page, 'Do you work here too?');
    expect(await conversation(page).getByRole('table').count()).toBe(1);
    expect(complaints.filter((text) => !text.includes("'data:,'"))).toEqual([]);
  });

  it('is refused on an origin that is not allowed', async () => {
    const origin = 'http://127.0.0.1:9';
    const reply = await fetch(`${site.stack.url}/api/ai-providers`, { headers: { origin } });
    expect(reply.status).toBe(403);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    expect(await reply.json()).toMatchObject({ code: 'forbidden_origin' });
  });
});
