import { createClient } from '@supabase/supabase-js';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import type { createSessionRefresher } from './refresh-session.ts';
import { createSession, type SessionOptions } from './session.ts';
import { sessionStorageKey } from './stored-session.ts';

const project = { supabaseUrl: 'https://abcdef.supabase.co', supabaseKey: 'sb_publishable_x' };
const key = 'sb-abcdef-auth-token';
const minutes = 60_000;
const startOfTest = Date.UTC(2026, 10, 1);

/** A token that names a user; its signature is nobody's. */
function tokenOf(userId: string, note = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part({ sub: userId, note, name: 'Zoë 🦜' })}.signature`;
}

function stored(accessToken: string, expiresInMs = 60 * minutes): string {
  const expires_at = Math.floor((startOfTest + expiresInMs) / 1_000);
  return JSON.stringify({ access_token: accessToken, refresh_token: 'r', expires_at, user: { id: 'u' } });
}

function setUp(options: Partial<SessionOptions> = {}, refresh: () => void = () => undefined) {
  const storage = createMemoryStorage();
  const events = new EventTarget();
  const createRefresher = vi.fn<typeof createSessionRefresher>(() =>
    Promise.resolve(() => {
      refresh();
      return Promise.resolve();
    }),
  );
  const session = createSession({
    getProject: () => Promise.resolve(project),
    storage,
    events,
    createRefresher,
    now: () => startOfTest,
    ...options,
  });
  return { session, storage, events, createRefresher };
}

describe('where a token comes from', () => {
  it("asks the host, then the attribute, then the page's own session", async () => {
    let host: string | null = tokenOf('host');
    let attribute: string | null = tokenOf('attribute');
    const { session, storage } = setUp({
      getHostToken: () => Promise.resolve(host),
      getAttributeToken: () => attribute,
    });
    storage.setItem(key, stored(tokenOf('page')));
    const userIds: string[] = [];
    const forgetting = [
      () => {
        host = null;
      },
      () => {
        attribute = '';
      },
      () => {
        storage.removeItem(key);
      },
    ];
    for (const forget of forgetting) {
      await session.getAccessToken();
      const state = session.$session.get();
      userIds.push(state.state === 'user' ? state.userId : state.state);
      forget();
    }
    expect(userIds).toEqual(['host', 'attribute', 'page']);
    expect(await session.getAccessToken()).toBeNull();
    expect(session.$session.get()).toEqual({ state: 'visitor' });
  });

  it("never takes a user for a visitor because the host's own function failed", async () => {
    const { session } = setUp({ getHostToken: () => Promise.reject(new Error('host is down')) });
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(session.$session.get()).toEqual({ state: 'unknown' });
  });

  it('takes a token it can not read for a user all the same', async () => {
    const { session } = setUp({ getAttributeToken: () => 'opaque' });
    expect(await session.getAccessToken()).toBe('opaque');
    expect(session.$session.get()).toEqual({ state: 'user', userId: 'unknown' });
  });

  it.each(['null', '{}', 'not json', '{"access_token":"a.b.c","refresh_token":"r","expires_at":9999999999}'])(
    'takes %s in storage for nobody',
    async (text) => {
      const { session, storage, createRefresher } = setUp();
      storage.setItem(key, text);
      expect(await session.getAccessToken()).toBeNull();
      expect(createRefresher).not.toHaveBeenCalled();
    },
  );

  it.each([
    'https://abcdef.supabase.co',
    'http://localhost:5173',
    'http://127.0.0.1:54321/',
    'https://auth.example.com',
  ])('looks where supabase-js keeps the session of %s', (supabaseUrl) => {
    const client = createClient(supabaseUrl, 'key', {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    expect(sessionStorageKey(supabaseUrl)).toBe(Reflect.get(client, 'storageKey'));
  });
});

describe("the page's own session", () => {
  it('loads no sign-in code while the token is good', async () => {
    const { session, storage, createRefresher } = setUp();
    storage.setItem(key, stored(tokenOf('ada')));
    expect(await session.getAccessToken()).toBe(tokenOf('ada'));
    expect(createRefresher).not.toHaveBeenCalled();
  });

  it('renews a token that is about to end', async () => {
    const { session, storage, createRefresher } = setUp({}, () => {
      storage.setItem(key, stored(tokenOf('ada', 'new')));
    });
    storage.setItem(key, stored(tokenOf('ada', 'old'), minutes / 2));
    expect(await session.getAccessToken()).toBe(tokenOf('ada', 'new'));
    expect(createRefresher).toHaveBeenCalledWith(project, storage, key);
  });

  it('renews a good token that was refused, with one client for the page', async () => {
    let count = 0;
    const { session, storage, createRefresher } = setUp({}, () => {
      storage.setItem(key, stored(tokenOf('ada', String(++count))));
    });
    storage.setItem(key, stored(tokenOf('ada')));
    expect(await session.getAccessToken({ fresh: true })).toBe(tokenOf('ada', '1'));
    expect(await session.getAccessToken({ fresh: true })).toBe(tokenOf('ada', '2'));
    expect(createRefresher).toHaveBeenCalledTimes(1);
  });

  it('says that it can not be renewed now, and keeps the user', async () => {
    const { session, storage } = setUp();
    storage.setItem(key, stored(tokenOf('ada'), -minutes));
    await session.check();
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(session.$session.get()).toEqual({ state: 'user', userId: 'ada' });
  });

  it('is over when the sign-in service ended it', async () => {
    const { session, storage } = setUp({}, () => {
      storage.removeItem(key);
    });
    storage.setItem(key, stored(tokenOf('ada'), -minutes));
    expect(await session.getAccessToken()).toBeNull();
    expect(session.$session.get()).toEqual({ state: 'visitor' });
  });
});

describe('noticing who is there', () => {
  it.each(['storage', 'focus', 'visibilitychange'])('looks again on %s', async (name) => {
    const { session, storage, events } = setUp();
    const end = session.watch();
    await vi.waitFor(() => {
      expect(session.$session.get()).toEqual({ state: 'visitor' });
    });
    storage.setItem(key, stored(tokenOf('ada')));
    events.dispatchEvent(new Event(name));
    await vi.waitFor(() => {
      expect(session.$session.get()).toEqual({ state: 'user', userId: 'ada' });
    });
    const remove = vi.spyOn(events, 'removeEventListener');
    end();
    expect(remove).toHaveBeenCalledWith(name, expect.any(Function));
  });

  it('tells once, not at every look', async () => {
    const { session, storage } = setUp();
    storage.setItem(key, stored(tokenOf('ada')));
    const states: string[] = [];
    session.$session.subscribe(({ state }) => void states.push(state));
    await session.check();
    await session.getAccessToken();
    await session.check();
    expect(states).toEqual(['unknown', 'user']);
  });

  it('asks nobody and listens to nothing until somebody wants to know', () => {
    const getProject = vi.fn(() => Promise.resolve(project));
    const events = new EventTarget();
    const listen = vi.spyOn(events, 'addEventListener');
    setUp({ getProject, events });
    expect(getProject).not.toHaveBeenCalled();
    expect(listen).not.toHaveBeenCalled();
  });
});
