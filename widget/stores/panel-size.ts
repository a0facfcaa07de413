import * as v from 'valibot';
import type { KeyValueStorage } from './key-value-storage.ts';
import { readJson } from './read-json.ts';

const key = 'panelSize';

/** From what a chat still fits into, to what fills any screen. */
const within = (min: number) =>
  v.pipe(
    v.number(),
    v.transform((pixels) => Math.round(Math.min(Math.max(pixels, min), 4_000))),
  );

const PanelSize = v.object({ inline: within(280), block: within(320) });

/** How large a person wants the floating panel, in CSS pixels. */
export type PanelSize = Readonly<v.InferOutput<typeof PanelSize>>;

/** Remembers how large a person wants the floating panel. */
export interface PanelSizeMemory {
  /** Null when they have not said. */
  read: () => PanelSize | null;
  /** @param size null forgets it */
  write: (size: PanelSize | null) => void;
}

export function createPanelSize(storage: KeyValueStorage | undefined): PanelSizeMemory {
  return {
    read: () => (storage ? readJson(storage, key, PanelSize) : null),
    write(size) {
      if (size) storage?.setItem(key, JSON.stringify(size));
      else storage?.removeItem(key);
    },
  };
}
