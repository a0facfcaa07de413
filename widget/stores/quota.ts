import { atom, type ReadableAtom } from 'nanostores';
import type { Quota } from '../../protocol/quota.ts';
import type { ChatApi } from '../api/chat-api.ts';

/** What a visitor may still send. */
export interface QuotaStore {
  /** Null while unknown, and always for a signed-in user, whose limit is not a wall. */
  readonly $quota: ReadableAtom<Quota | null>;
  /** Asks the server. A failure leaves what is known: the server counts, this only shows. */
  loadAnonymousUsage: () => Promise<void>;
  /** Takes what a reply told; null forgets it. */
  set: (quota: Quota | null) => void;
  /** True when nothing is left and the window has not begun anew. */
  isExhausted: () => boolean;
}

/** @param options.isVisitor whether the person is not signed in, asked whenever a number arrives */
export function createQuota(options: {
  api: Pick<ChatApi, 'getAnonymousUsage'>;
  isVisitor: () => boolean;
  now?: () => number;
}): QuotaStore {
  const { api, isVisitor, now = Date.now } = options;
  const $quota = atom<Quota | null>(null);

  function set(quota: Quota | null): void {
    $quota.set(isVisitor() ? quota : null);
  }

  async function loadAnonymousUsage(): Promise<void> {
    const before = $quota.get();
    const quota = isVisitor() ? await api.getAnonymousUsage().catch(() => null) : null;
    // A turn that ended meanwhile has told a newer number than this reply.
    if (quota !== null && $quota.get() === before) set(quota);
  }

  function isExhausted(): boolean {
    const quota = $quota.get();
    if (quota === null || quota.remaining > 0) return false;
    return quota.resetsAt === null || Date.parse(quota.resetsAt) > now();
  }

  return { $quota, loadAnonymousUsage, set, isExhausted };
}
