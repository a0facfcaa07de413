import { afterEach, expect, it, vi } from 'vitest';
import { visitorHeader } from '../../protocol/paths.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { quotaOf } from '../testing/scripted-chat-api.ts';
import { connect } from './connect.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const config = {
  supabaseUrl: 'https://project.example',
  supabaseKey: 'publishable',
  registerUrl: null,
  signInUrl: null,
  anonymousLimit: 3,
  defaults: { providerId: null, promptId: null },
  texts: {},
};

it('makes all elements of a page that talk to one worker the same visitor, from the first call on', async () => {
  vi.stubGlobal('window', Object.assign(new EventTarget(), { localStorage: createMemoryStorage() }));
  const seen: (string | null)[] = [];
  vi.stubGlobal('fetch', (url: string, { headers }: { headers: Headers }) => {
    if (url.endsWith('/api/config')) return Promise.resolve(Response.json(config));
    seen.push(headers.get(visitorHeader));
    const minted = { [visitorHeader]: `visitor-${String(seen.length)}` };
    return Promise.resolve(Response.json(quotaOf(3), { headers: minted }));
  });
  const apis = [1, 2].map(() => connect({ apiUrl: 'https://worker.example' }).api);
  await Promise.all(apis.map((api) => api.getAnonymousUsage()));
  expect(seen).toEqual([null, 'visitor-1']);
});

it('tells when the page goes away, as long as somebody listens', () => {
  const page = Object.assign(new EventTarget(), { localStorage: createMemoryStorage() });
  vi.stubGlobal('window', page);
  const onLeave = vi.fn();
  const end = connect({ apiUrl: 'https://worker.example' }).onLeave?.(onLeave);
  page.dispatchEvent(new Event('pagehide'));
  expect(onLeave).toHaveBeenCalledTimes(1);
  end?.();
  page.dispatchEvent(new Event('pagehide'));
  expect(onLeave).toHaveBeenCalledTimes(1);
});
