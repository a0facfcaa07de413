/*
 * What the contract uses of valibot, without the reasons: a reply fits the contract or it does not. Put in valibot's place where the
 * widget is built for a page, where its 1.6 kB count (docs/decisions/0008-small-valibot.md); types, tests, the Worker and the
 * npm package have valibot itself. `small-valibot.test.ts` holds the two against each other.
 */

/** Takes an input that fits, and returns the output. @throws TypeError for one that does not fit */
type Read = (input: unknown) => unknown;

interface Schema {
  readonly read: Read;
}

type Entries = Readonly<Record<string, Schema>>;

const schema = (read: Read): Schema => ({ read });

function refuse(): never {
  throw new TypeError();
}

const must = (fits: (input: unknown) => unknown): Schema =>
  schema((input) => (fits(input) ? input : refuse()));

const isObject = (input: unknown): input is object => typeof input === 'object' && input !== null;

/* @__NO_SIDE_EFFECTS__ */
export function string(): Schema {
  return must((input) => typeof input === 'string');
}

/* @__NO_SIDE_EFFECTS__ */
export function number(): Schema {
  return must((input) => typeof input === 'number' && !Number.isNaN(input));
}

/* @__NO_SIDE_EFFECTS__ */
export function boolean(): Schema {
  return must((input) => typeof input === 'boolean');
}

/* @__NO_SIDE_EFFECTS__ */
export function literal(value: unknown): Schema & { literal: unknown } {
  return { literal: value, ...must((input) => input === value) };
}

/* @__NO_SIDE_EFFECTS__ */
export function picklist(options: readonly unknown[]): Schema & { options: readonly unknown[] } {
  return { options, ...must((input) => options.includes(input)) };
}

/* @__NO_SIDE_EFFECTS__ */
export function custom(fits: (input: unknown) => boolean): Schema {
  return must(fits);
}

/* @__NO_SIDE_EFFECTS__ */
export function check(fits: (input: unknown) => boolean): Schema {
  return must(fits);
}

/* @__NO_SIDE_EFFECTS__ */
export function transform(change: Read): Schema {
  return schema(change);
}

/* @__NO_SIDE_EFFECTS__ */
export function regex(pattern: RegExp): Schema {
  return must((input) => pattern.test(String(input)));
}

/* @__NO_SIDE_EFFECTS__ */
export function minValue(least: number): Schema {
  return must((input) => Number(input) >= least);
}

/* @__NO_SIDE_EFFECTS__ */
export function maxValue(most: number): Schema {
  return must((input) => Number(input) <= most);
}

/* @__NO_SIDE_EFFECTS__ */
export function trim(): Schema {
  return schema((input) => String(input).trim());
}

/* @__NO_SIDE_EFFECTS__ */
export function uuid(): Schema {
  return must((input) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(String(input)));
}

/* @__NO_SIDE_EFFECTS__ */
export function toLowerCase(): Schema {
  return schema((input) => String(input).toLowerCase());
}

/* @__NO_SIDE_EFFECTS__ */
export function nullable({ read }: Schema): Schema {
  return schema((input) => (input === null ? null : read(input)));
}

/* @__NO_SIDE_EFFECTS__ */
export function optional({ read }: Schema, otherwise?: unknown): Schema {
  return schema((input = otherwise) => (input === undefined ? input : read(input)));
}

/* @__NO_SIDE_EFFECTS__ */
export function array({ read }: Schema): Schema {
  return schema((input) => (Array.isArray(input) ? input.map((item) => read(item)) : refuse()));
}

/* @__NO_SIDE_EFFECTS__ */
export function record(_key: Schema, { read }: Schema): Schema {
  return schema((input) =>
    isObject(input)
      ? Object.fromEntries(Object.entries(input).map(([key, value]) => [key, read(value)]))
      : refuse(),
  );
}

/* @__NO_SIDE_EFFECTS__ */
export function object(entries: Entries): Schema & { entries: Entries } {
  const read = (input: unknown): unknown => {
    if (!isObject(input)) return refuse();
    const output: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(entries)) {
      const value = entry.read(Reflect.get(input, key));
      if (value !== undefined) output[key] = value;
    }
    return output;
  };
  return { entries, read };
}

/* @__NO_SIDE_EFFECTS__ */
export function strictObject(entries: Entries): Schema & { entries: Entries } {
  const { read } = object(entries);
  const isKnown = (key: string) => Object.hasOwn(entries, key);
  return {
    entries,
    read: (input) => (isObject(input) && Object.keys(input).every(isKnown) ? read(input) : refuse()),
  };
}

/** The first that fits. */
/* @__NO_SIDE_EFFECTS__ */
export function union(options: readonly Schema[]): Schema {
  return schema((input) => {
    for (const { read } of options) {
      try {
        return read(input);
      } catch {
        // Then it may be the next.
      }
    }
    return refuse();
  });
}

/* @__NO_SIDE_EFFECTS__ */
export function partial({ entries }: { entries: Entries }): Schema {
  return object(Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, optional(entry)])));
}

/** One of several objects, told apart by a literal under this key. */
/* @__NO_SIDE_EFFECTS__ */
export function variant(key: string, options: readonly (Schema & { entries: Entries })[]): Schema {
  const found = new Map(
    options.map((option) => {
      const entry = option.entries[key];
      return [entry && 'literal' in entry ? entry.literal : undefined, option];
    }),
  );
  return schema((input) => {
    const option = isObject(input) ? found.get(Reflect.get(input, key)) : undefined;
    return option ? option.read(input) : refuse();
  });
}

/* @__NO_SIDE_EFFECTS__ */
export function pipe(...steps: readonly Schema[]): Schema {
  return schema((input) => steps.reduce((value, { read }) => read(value), input));
}

export function parse({ read }: Schema, input: unknown): unknown {
  return read(input);
}

/** Without its issues: nobody here asks why. */
export function safeParse(one: Schema, input: unknown): { success: boolean; output?: unknown } {
  try {
    return { success: true, output: one.read(input) };
  } catch {
    return { success: false };
  }
}
