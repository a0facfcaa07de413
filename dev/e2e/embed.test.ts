import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { ask, conversation, openChat, openSite, type Site } from './visit.ts';

/** The built widget on somebody else's site: another origin, a strict policy, one tag. */
let site: Site;
let host: Server;
let hostUrl: string;
let refusedUrl: string;

const built = new URL('../../dist/widget/', import.meta.url);

function serveHost(api: string, policy: string): Server {
  const page = `<!doctype html><html lang="en"><title>Host</title><body><h1>Host</h1>
    <script type="module" src="/paynless-chat.js"></script><paynless-chat api-url="${api}"></paynless-chat></body></html>`;
  return createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    if (path.endsWith('.js')) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(new URL(path, built)));
    } else {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page);
    }
  });
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

beforeAll(async () => {
  const port = await freePort();
  hostUrl = `http://127.0.0.1:${String(port)}`;
  site = await openSite({ ALLOWED_ORIGINS: hostUrl });
  const { url } = site.stack;
  host = serveHost(
    url,
    `default-src 'none'; script-src 'self'; connect-src ${url}; require-trusted-types-for 'script'`,
  );
  await listen(host, port);
});

afterAll(async () => {
  host.close();
  await site.close();
});

describe('the built widget on a page of another origin', () => {
  it('answers under a strict policy, and asks for nothing before it is opened', async () => {
    const page = await site.visit('about:blank');
    const asked: string[] = [];
    const violations: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('console', (message) => {
      if (message.type() === 'error') violations.push(message.text());
    });
    await page.goto(hostUrl);
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/', '/paynless-chat.js']);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);

    await openChat(page);
    await ask(page, 'Do you work here too?');
    expect(await conversation(page).getByRole('table').count()).toBe(1);
    expect(violations.filter((text) => !text.includes('favicon'))).toEqual([]);
  });

  it('is refused on an origin that is not allowed', async () => {
    const stranger = serveHost(site.stack.url, '');
    refusedUrl = await listen(stranger, 0);
    const reply = await fetch(`${site.stack.url}/api/ai-providers`, { headers: { origin: refusedUrl } });
    stranger.close();
    expect(reply.status).toBe(403);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    expect(await reply.json()).toMatchObject({ code: 'forbidden_origin' });
  });
});
