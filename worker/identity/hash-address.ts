import type { KeyedHash } from '../ports/keyed-hash.ts';
import { ipBucket } from './ip-bucket.ts';

/** The only header that names an address and that Cloudflare sets itself: every other one can be sent by anybody. */
export const addressHeader = 'cf-connecting-ip';

/**
 * Stands for the address a request comes from, or for its /64.
 * @param address the value of {@link addressHeader}
 * @returns null for what is not an address
 */
export async function hashAddress(address: string | undefined, hash: KeyedHash): Promise<string | null> {
  const bucket = address === undefined ? null : ipBucket(address);
  return bucket === null ? null : hash(`ip:${bucket}`);
}
