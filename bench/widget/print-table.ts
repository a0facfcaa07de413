import type { Contender } from './contender.ts';
import { type Figures, type Row, type RowId, rows, type Unit } from './rows.ts';

/** Everything that was measured, by contender. */
export type Results = ReadonlyMap<string, readonly Figures[]>;

const formats: Record<Unit, (value: number) => string> = {
  kB: (value) => `${value.toFixed(1)} kB`,
  ms: (value) => `${Math.round(value).toLocaleString('en')} ms`,
  count: (value) => Math.round(value).toLocaleString('en'),
  '%': (value) => `${value.toFixed(1)} %`,
  MB: (value) => `${value.toFixed(1)} MB`,
};

function format(unit: Unit, value: number | undefined): string {
  if (value === undefined) return '–';
  return Number.isFinite(value) ? formats[unit](value) : 'never';
}

function medianOf(results: Results, contender: string, id: RowId): number | undefined {
  const values = (results.get(contender) ?? []).flatMap((figures) => figures[id] ?? []);
  const sorted = values.sort((a, b) => a - b);
  const [lower, upper] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

/** How ours stands in one row. */
interface Standing {
  readonly allowed: number | undefined;
  readonly isOver: boolean;
  readonly isBehind: boolean;
  readonly ratio: string;
}

function judge({ budget }: Row, ours: number | undefined, floor: number, peers: number[]): Standing {
  // On a machine that is slower now than the one of the design, the bare page is slower too; nobody has to be better than that.
  const slower = budget?.floor === undefined ? 1 : Math.max(1, floor / budget.floor);
  const allowed = budget && Math.max(budget.max * slower, floor);
  if (ours === undefined) return { allowed, isOver: false, isBehind: false, ratio: '–' };
  const best = Math.min(...peers);
  const isBehind = ours > best;
  const isComparable = peers.length > 0 && Number.isFinite(best) && best > 0;
  const ratio = isComparable ? `${(ours / best).toFixed(2)}×` : isBehind ? 'behind' : '–';
  return { allowed, isOver: allowed !== undefined && ours > allowed, isBehind, ratio };
}

function verdictOf({ allowed, isOver, isBehind }: Standing): string {
  const verdict = allowed === undefined ? [] : [isOver ? 'OVER' : 'OK'];
  return [...verdict, ...(isBehind ? ['behind'] : [])].join(', ');
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    return index === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return `| ${padded.join(' | ')} |`;
}

/**
 * Prints the medians of all rows as a table of Markdown, what is allowed beside what was found.
 * @param ours the contender that the bounds are for
 * @returns whether all of them are kept
 */
export function printTable(results: Results, contenders: readonly Contender[], ours: string): boolean {
  const peers = contenders.filter(({ id }) => id !== ours && id !== 'floor');
  const head = ['', ...contenders.map(({ name }) => name), 'ours ÷ best peer', 'allowed', ''];
  let isWithin = true;
  const body = rows.flatMap((row: Row & { id: RowId }) => {
    const values = contenders.map(({ id }) => medianOf(results, id, row.id));
    if (values.every((value) => value === undefined)) return [];
    const best = peers.flatMap(({ id }) => medianOf(results, id, row.id) ?? []);
    const standing = judge(
      row,
      medianOf(results, ours, row.id),
      medianOf(results, 'floor', row.id) ?? 0,
      best,
    );
    isWithin &&= !standing.isOver;
    const figures = values.map((value) => format(row.unit, value));
    const allowed = standing.allowed === undefined ? '' : `≤ ${format(row.unit, standing.allowed)}`;
    return [[row.label, ...figures, standing.ratio, allowed, verdictOf(standing)]];
  });
  const widths = head.map((_, index) =>
    Math.max(...[head, ...body].map((cells) => cells[index]?.length ?? 0)),
  );
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  console.log([head, rule, ...body].map((cells) => line(cells, widths)).join('\n'));
  return isWithin;
}
