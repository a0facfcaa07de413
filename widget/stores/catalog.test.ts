import { describe, expect, it, vi } from 'vitest';
import { ChatApiError } from '../api/chat-api-error.ts';
import {
  createScriptedChatApi,
  id,
  otherProviderId,
  promptId,
  providerId,
} from '../testing/scripted-chat-api.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createCatalog } from './catalog.ts';

describe('the catalog', () => {
  it('loads once for any number of callers and selects the first of each', async () => {
    const api = createScriptedChatApi();
    const getAiProviders = vi.spyOn(api, 'getAiProviders');
    const catalog = createCatalog({ api });
    const loading = Promise.all([catalog.loadAiConfig(), catalog.loadAiConfig()]);
    expect(catalog.$catalog.get()).toEqual({ state: 'loading' });
    await loading;
    await catalog.loadAiConfig();
    expect(getAiProviders).toHaveBeenCalledTimes(1);
    expect(catalog.$catalog.get().state).toBe('ready');
    expect([catalog.$providerId.get(), catalog.$promptId.get()]).toEqual([providerId, promptId]);
  });

  it('says why it failed and can be asked again', async () => {
    let isUp = false;
    const base = createScriptedChatApi();
    const api = createScriptedChatApi({
      getSystemPrompts: () => (isUp ? base.getSystemPrompts() : Promise.reject(new ChatApiError('offline'))),
    });
    const catalog = createCatalog({ api });
    await catalog.loadAiConfig();
    expect(catalog.$catalog.get()).toEqual({ state: 'failed', code: 'offline' });
    isUp = true;
    await catalog.loadAiConfig();
    expect(catalog.$catalog.get().state).toBe('ready');
  });

  it.each([
    [
      'what was chosen before it was there',
      { wish: otherProviderId, remembered: providerId },
      otherProviderId,
    ],
    [
      'what was chosen at the last visit',
      { remembered: otherProviderId, preferred: providerId },
      otherProviderId,
    ],
    ["the page's preference", { preferred: otherProviderId, fallback: providerId }, otherProviderId],
    ["the deployment's default", { fallback: otherProviderId }, otherProviderId],
    [
      'the first when the others are gone',
      { wish: id(1), remembered: id(2), preferred: id(3), fallback: id(4) },
      providerId,
    ],
  ])('selects %s', async (_name, from, expected) => {
    const {
      wish,
      remembered,
      preferred,
      fallback,
    }: Partial<Record<'wish' | 'remembered' | 'preferred' | 'fallback', string>> = from;
    const storage = createMemoryStorage(remembered === undefined ? {} : { provider: remembered });
    const base = createScriptedChatApi();
    const api = createScriptedChatApi({
      getConfig: async () => ({
        ...(await base.getConfig()),
        defaults: { providerId: fallback ?? null, promptId: null },
      }),
    });
    const catalog = createCatalog({ api, storage, preferred: () => ({ providerId: preferred ?? null }) });
    if (wish !== undefined) catalog.selectProvider(wish);
    await catalog.loadAiConfig();
    expect(catalog.$providerId.get()).toBe(expected);
  });

  it('remembers a choice, and takes none that is not offered', async () => {
    const storage = createMemoryStorage();
    const catalog = createCatalog({ api: createScriptedChatApi(), storage });
    await catalog.loadAiConfig();
    catalog.selectProvider(otherProviderId);
    catalog.selectProvider(id(1));
    expect(catalog.$providerId.get()).toBe(otherProviderId);
    expect(storage.getItem('provider')).toBe(otherProviderId);
  });

  it('begins with what was chosen last in any element or tab', async () => {
    const storage = createMemoryStorage();
    const open = async (api = createScriptedChatApi()) => {
      const catalog = createCatalog({ api, storage });
      await catalog.loadAiConfig();
      return catalog;
    };
    const [one, other] = [await open(), await open()];
    one.selectProvider(providerId);
    other.selectProvider(otherProviderId);
    one.selectPrompt(promptId);
    expect(one.$providerId.get()).toBe(providerId);
    const next = await open();
    expect([next.$providerId.get(), next.$promptId.get()]).toEqual([otherProviderId, promptId]);

    const providers = [{ id: providerId, name: 'First', description: null }];
    const without = createScriptedChatApi({ getAiProviders: () => Promise.resolve({ providers }) });
    expect((await open(without)).$providerId.get()).toBe(providerId);
    // It may be back: a model that is away for a day is not forgotten.
    expect((await open()).$providerId.get()).toBe(otherProviderId);
  });

  it('is ready without a model too', async () => {
    const api = createScriptedChatApi({ getAiProviders: () => Promise.resolve({ providers: [] }) });
    const catalog = createCatalog({ api });
    await catalog.loadAiConfig();
    expect(catalog.$catalog.get()).toMatchObject({ state: 'ready', providers: [] });
    expect(catalog.$providerId.get()).toBeNull();
  });
});
