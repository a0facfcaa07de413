import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createSessionRefresher } from './refresh-session.ts';

const key = 'sb-project-auth-token';
let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => server?.close(closed));
  server = null;
});

/** Supabase's client on a sign-in service that answers every refresh in one way. */
async function setUp(status: number, body: object, expires_at = 1) {
  const requests: { url: string | undefined; apikey: unknown }[] = [];
  const service = createServer((request, response) => {
    requests.push({ url: request.url, apikey: request.headers['apikey'] });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server = service;
  await new Promise<void>((listening) => {
    service.listen(0, '127.0.0.1', listening);
  });
  // A TCP server's address is never a path.
  const { port } = service.address() as AddressInfo;
  const session = {
    access_token: 'old',
    refresh_token: 'r-1',
    expires_at,
    expires_in: 3_600,
    token_type: 'bearer',
  };
  const storage = createMemoryStorage({ [key]: JSON.stringify(session) });
  const project = { supabaseUrl: `http://127.0.0.1:${String(port)}/`, supabaseKey: 'publishable' };
  const refresh = await createSessionRefresher(project, storage, key);
  return { refresh, storage, requests };
}

describe('renewing a stored session', () => {
  it('replaces it where it stands, with one request', async () => {
    const user = { id: 'ada', aud: 'authenticated' };
    const { refresh, storage, requests } = await setUp(200, {
      access_token: 'new', refresh_token: 'r-2', expires_in: 3_600, token_type: 'bearer', user,
    }); // prettier-ignore
    await Promise.all([refresh(false), refresh(false)]);
    expect(JSON.parse(storage.getItem(key) ?? '')).toMatchObject({
      access_token: 'new',
      refresh_token: 'r-2',
      user,
    });
    expect(requests).toEqual([{ url: '/auth/v1/token?grant_type=refresh_token', apikey: 'publishable' }]);
  });

  it('forgets a session that the service has ended', async () => {
    const { refresh, storage } = await setUp(400, { code: 'refresh_token_not_found', message: 'gone' });
    await refresh(false);
    expect(storage.getItem(key)).toBeNull();
  });

  it('leaves a good session alone, unless it must be renewed', async () => {
    const hour = 3_600;
    const inAnHour = Math.floor(Date.now() / 1_000) + hour;
    const user = { id: 'ada', aud: 'authenticated' };
    const body = { access_token: 'new', refresh_token: 'r-2', expires_in: hour, token_type: 'bearer', user };
    const { refresh, storage, requests } = await setUp(200, body, inAnHour);
    await refresh(false);
    expect(requests).toHaveLength(0);
    await refresh(true);
    expect(requests).toHaveLength(1);
    expect(JSON.parse(storage.getItem(key) ?? '')).toMatchObject({ access_token: 'new' });
  });
});
