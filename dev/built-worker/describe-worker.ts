import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** Parts of the configuration that the build writes for wrangler. */
const BuiltConfig = v.object({
  compatibility_date: v.string(),
  compatibility_flags: v.array(v.string()),
  ratelimits: v.optional(v.array(v.object({ name: v.string() })), []),
  durable_objects: v.optional(
    v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
    { bindings: [] },
  ),
  migrations: v.optional(v.array(v.object({ new_sqlite_classes: v.optional(v.array(v.string()), []) })), []),
});

/** A rate limit that always has room: bare workerd has no such binding. */
export const limiter = `import { WorkerEntrypoint } from 'cloudflare:workers';
export default class extends WorkerEntrypoint {
  limit() { return { success: true }; }
}`;

/** Where and with what a built Worker runs. */
interface Surroundings {
  readonly variables: Record<string, string>;
  readonly port: number;
  /** A folder in which Durable Objects keep their storage; null keeps it in memory, and it is gone with the process. */
  readonly storageFolder: string | null;
}

const text = (value: string) => JSON.stringify(value);
const list = (rows: readonly string[]) => `[${rows.join(', ')}]`;

/**
 * The configuration of workerd (https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp) for what
 * stands in a folder of `buildWorker`, with {@link limiter} in `limiter.js` beside it.
 */
export function describeWorker(folder: string, { variables, port, storageFolder }: Surroundings): string {
  const built = v.parse(BuiltConfig, JSON.parse(readFileSync(join(folder, 'wrangler.json'), 'utf8')));
  const objects = built.durable_objects.bindings;
  const withSql = new Set(built.migrations.flatMap((migration) => migration.new_sqlite_classes));
  const namespaces = objects.map(
    // The key names the storage, and has only to stay the same from one start to the next.
    ({ class_name }) =>
      `(className = ${text(class_name)}, uniqueKey = ${text(class_name)}, enableSql = ${String(withSql.has(class_name))})`,
  );
  const bindings = [
    ...Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
    ...built.ratelimits.map(({ name }) => `(name = ${text(name)}, service = "limiter")`),
    ...objects.map(
      ({ name, class_name }) => `(name = ${text(name)}, durableObjectNamespace = ${text(class_name)})`,
    ),
  ];
  const storage = storageFolder === null ? 'inMemory = void' : 'localDisk = "storage"';
  const disk =
    storageFolder === null
      ? ''
      : `(name = "storage", disk = (path = ${text(storageFolder)}, writable = true)),`;
  const compatibility = `compatibilityDate = ${text(built.compatibility_date)}`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      ${compatibility},
      compatibilityFlags = ${list(built.compatibility_flags.map(text))},
      modules = ${list(describeModules(folder))},
      bindings = ${list(bindings)},
      durableObjectNamespaces = ${list(namespaces)},
      durableObjectStorage = (${storage}),
    )),
    (name = "limiter", worker = (${compatibility}, modules = [(name = "limiter.js", esModule = embed "limiter.js")])),
    ${disk}
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${String(port)}", http = (), service = "worker")],
);
`;
}

/** The entry first: workerd takes the first module for it. */
function describeModules(folder: string): string[] {
  const chunks = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && !['index.js', 'limiter.js'].includes(file),
  );
  return ['index.js', ...chunks].map((file) => `(name = ${text(file)}, esModule = embed ${text(file)})`);
}
