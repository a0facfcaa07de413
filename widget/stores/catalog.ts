import { atom, type ReadableAtom } from 'nanostores';
import type { AiProvider, SystemPrompt } from '../../protocol/catalog.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';
import type { KeyValueStorage } from './key-value-storage.ts';

/** The models and prompts on offer. `ready` may hold empty lists: a deployment without a key has no model. */
export type CatalogState =
  | { state: 'idle' | 'loading' }
  | { state: 'ready'; providers: readonly AiProvider[]; prompts: readonly SystemPrompt[] }
  | { state: 'failed'; code: ClientErrorCode };

/** The models and prompts on offer, and which of them the next message goes to. */
export interface CatalogStore {
  readonly $catalog: ReadableAtom<CatalogState>;
  /** Null until the catalog is ready, or when it offers none. */
  readonly $providerId: ReadableAtom<string | null>;
  readonly $promptId: ReadableAtom<string | null>;
  /** Loads both lists once; a second call shares the running request, a call after a failure tries again. */
  loadAiConfig: () => Promise<void>;
  /** Chooses for the next message and remembers it. Before the catalog is ready it is a wish, dropped if unknown. */
  selectProvider: (id: string) => void;
  selectPrompt: (id: string) => void;
}

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

/** One remembered choice among items that have an id. */
function createChoice(key: string, storage: KeyValueStorage | undefined) {
  const $selected = atom<string | null>(null);
  let wish: string | null = null;
  let offered: readonly string[] | null = null;

  return {
    $selected,
    select: (id: string): void => {
      if (offered !== null && !offered.includes(id)) return;
      wish = id;
      storage?.setItem(key, id);
      if (offered !== null) $selected.set(id);
    },
    offer: (ids: readonly string[], ...defaults: (string | null | undefined)[]): void => {
      offered = ids;
      const candidates = [wish, storage?.getItem(key), ...defaults, ids[0]];
      $selected.set(candidates.find((id) => id != null && ids.includes(id)) ?? null);
    },
  };
}

/** What the page's owner prefers where the person has not chosen; it wins over the deployment's defaults. */
export interface PreferredChoice {
  providerId?: string | null;
  promptId?: string | null;
}

/** @param options.storage where the choices outlive the page; without it they last as long as the store */
export function createCatalog(options: {
  api: Pick<ChatApi, 'getConfig' | 'getAiProviders' | 'getSystemPrompts'>;
  storage?: KeyValueStorage | undefined;
  preferred?: (() => PreferredChoice) | undefined;
}): CatalogStore {
  const { api, storage, preferred } = options;
  const $catalog = atom<CatalogState>({ state: 'idle' });
  const provider = createChoice('provider', storage);
  const prompt = createChoice('prompt', storage);
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    $catalog.set({ state: 'loading' });
    try {
      const [{ defaults }, { providers }, { prompts }] = await Promise.all([
        api.getConfig(),
        api.getAiProviders(),
        api.getSystemPrompts(),
      ]);
      const own = preferred?.() ?? {};
      provider.offer(idsOf(providers), own.providerId, defaults.providerId);
      prompt.offer(idsOf(prompts), own.promptId, defaults.promptId);
      $catalog.set({ state: 'ready', providers, prompts });
    } catch (error) {
      $catalog.set({ state: 'failed', code: error instanceof ChatApiError ? error.code : 'internal' });
    }
  }

  async function loadAiConfig(): Promise<void> {
    if ($catalog.get().state === 'ready') return;
    loading ??= load().finally(() => (loading = null));
    await loading;
  }

  return {
    $catalog,
    $providerId: provider.$selected,
    $promptId: prompt.$selected,
    loadAiConfig,
    selectProvider: provider.select,
    selectPrompt: prompt.select,
  };
}
