/** What a figure is counted in. Less is better in every row. */
export type Unit = 'kB' | 'ms' | 'count' | '%' | 'MB';

/** Our bound for a row, from the design. */
export interface Budget {
  readonly max: number;
  /**
   * What the bare page needed where the bound was set. On a machine that needs more for it, as many times more is allowed: what
   * binds is the ratio.
   */
  readonly floor?: number;
}

/** One line of the report. */
export interface Row {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly budget?: Budget;
}

/** All rows, in the order in which they are shown. How each is measured stands in `bench/README.md`. */
export const rows = [
  { id: 'launcherBytes', label: 'until the launcher shows', unit: 'kB', budget: { max: 10 } },
  { id: 'launcherRequests', label: '— requests', unit: 'count', budget: { max: 1 } },
  { id: 'openBytes', label: 'until an open panel can send', unit: 'kB', budget: { max: 30 } },
  { id: 'aheadBytes', label: '— with what it fetches ahead', unit: 'kB' },
  { id: 'aheadRequests', label: '— requests', unit: 'count' },
  { id: 'foreignRequests', label: '— of other hosts', unit: 'count', budget: { max: 0 } },
  { id: 'allBytes', label: 'everything', unit: 'kB', budget: { max: 50 } },
  { id: 'launcherMs', label: 'launcher visible', unit: 'ms' },
  { id: 'openMs', label: 'panel opened, clicked at once', unit: 'ms' },
  { id: 'restedOpenMs', label: 'panel opened, pointer rested first', unit: 'ms' },
  { id: 'inlineMs', label: 'inline composer visible', unit: 'ms', budget: { max: 430, floor: 313 } },
  { id: 'inlineTaskMs', label: '— main thread', unit: 'ms', budget: { max: 430, floor: 321 } },
  { id: 'inlineLongestMs', label: '— longest task', unit: 'ms', budget: { max: 50 } },
  { id: 'pastMs', label: '1,000 messages, newest shown', unit: 'ms', budget: { max: 700, floor: 556 } },
  { id: 'pastWholeMs', label: '— all in the page', unit: 'ms' },
  { id: 'pastLongestMs', label: '— longest task', unit: 'ms', budget: { max: 50 } },
  { id: 'pastNodes', label: '— elements', unit: 'count' },
  { id: 'pastHeap', label: '— heap', unit: 'MB', budget: { max: 2.7 } },
  { id: 'slowWallMs', label: '5,000 characters, wall', unit: 'ms', budget: { max: 6_800, floor: 6_600 } },
  { id: 'slowTaskMs', label: '— main thread', unit: 'ms' },
  { id: 'slowScriptMs', label: '— without style and layout', unit: 'ms' },
  { id: 'slowLongestMs', label: '— longest task', unit: 'ms', budget: { max: 50 } },
  { id: 'slowDropped', label: '— dropped frames', unit: '%', budget: { max: 5 } },
  { id: 'fastWallMs', label: '20,000 characters, wall', unit: 'ms' },
  { id: 'fastTaskMs', label: '— main thread', unit: 'ms', budget: { max: 9_000, floor: 6_200 } },
  { id: 'fastScriptMs', label: '— without style and layout', unit: 'ms' },
  { id: 'fastLongestMs', label: '— longest task', unit: 'ms', budget: { max: 30 } },
  { id: 'fastDropped', label: '— dropped frames', unit: '%', budget: { max: 2 } },
] as const satisfies readonly Row[];

export type RowId = (typeof rows)[number]['id'];

/** What one measurement of one contender found. A row that never came to its end is infinite. */
export type Figures = Partial<Record<RowId, number>>;
