import * as v from 'valibot';
import type { KeyValueStorage } from './key-value-storage.ts';

/** @returns what is stored under a key, or null when there is nothing, or something else than the schema wants */
export function readJson<Schema extends v.GenericSchema>(
  storage: KeyValueStorage,
  key: string,
  schema: Schema,
): v.InferOutput<Schema> | null {
  try {
    return v.parse(schema, JSON.parse(storage.getItem(key) ?? ''));
  } catch {
    return null;
  }
}
