import * as v from 'valibot';
import type { KeyValueStorage } from './key-value-storage.ts';

/**
 * Reads a stored list. The storage is the host page's too: an entry that is not what the schema wants is left out, and costs no other.
 * @returns null when nobody can tell: nothing is stored, the storage fails, or there is something else than a list
 */
export function readList<Schema extends v.GenericSchema>(
  storage: KeyValueStorage,
  key: string,
  schema: Schema,
): readonly v.InferOutput<Schema>[] | null {
  try {
    const found: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    if (!Array.isArray(found)) return null;
    return found.flatMap((entry: unknown) => {
      const read = v.safeParse(schema, entry);
      return read.success ? [read.output] : [];
    });
  } catch {
    return null;
  }
}
