import type { PGlite } from '@electric-sql/pglite';

/** A column as a client of the Data API meets it. `type` is the name in pg_type. */
export interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
  isGenerated: boolean;
}

/** A foreign key to another table of the schema. */
export interface Relationship {
  name: string;
  columns: string[];
  isOneToOne: boolean;
  table: string;
  referencedColumns: string[];
}

/** A table with its columns and foreign keys, both by name. */
export interface Table {
  name: string;
  columns: Column[];
  relationships: Relationship[];
}

/** A function with its arguments in order. One that `returns table` has those columns as well. */
export interface DatabaseFunction {
  name: string;
  args: { name: string; type: string; hasDefault: boolean }[];
  returns: string;
  columns: { name: string; type: string }[];
}

/** What the Data API exposes of schema `public`, everything sorted by name. */
export interface Schema {
  tables: Table[];
  functions: DatabaseFunction[];
}

const tables = `
  select c.relname as name,
    (select json_agg(json_build_object('name', a.attname, 'type', t.typname, 'isNullable', not a.attnotnull,
        'hasDefault', a.atthasdef or a.attidentity <> '', 'isGenerated', a.attidentity = 'a' or a.attgenerated <> '')
        order by a.attname)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(json_agg(json_build_object('name', f.conname, 'table', r.relname,
        'columns', (select json_agg(attname order by n) from unnest(f.conkey) with ordinality as k (num, n)
          join pg_attribute on attrelid = f.conrelid and attnum = num),
        'referencedColumns', (select json_agg(attname order by n) from unnest(f.confkey) with ordinality as k (num, n)
          join pg_attribute on attrelid = f.confrelid and attnum = num),
        'isOneToOne', exists (select from pg_constraint u
          where u.conrelid = f.conrelid and u.contype in ('p', 'u') and u.conkey <@ f.conkey)) order by f.conname), '[]')
      from pg_constraint f join pg_class r on r.oid = f.confrelid
      where f.conrelid = c.oid and f.contype = 'f' and r.relnamespace = c.relnamespace) as relationships
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname
`;

const functions = `
  select p.proname as name, t.typname as returns,
    (select coalesce(json_agg(json_build_object('name', p.proargnames[n], 'type', a.typname,
        'hasDefault', n > p.pronargs - p.pronargdefaults) order by n), '[]')
      from unnest(p.proargtypes::oid[]) with ordinality as k (oid, n) join pg_type a on a.oid = k.oid) as args,
    (select coalesce(json_agg(json_build_object('name', k.name, 'type', a.typname) order by k.n), '[]')
      from unnest(p.proallargtypes, p.proargmodes, p.proargnames) with ordinality as k (oid, mode, name, n)
        join pg_type a on a.oid = k.oid where k.mode = 't') as columns
  from pg_proc p join pg_type t on t.oid = p.prorettype
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and t.typname <> 'trigger'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname
`;

/** Reads what schema `public` holds. */
export async function readSchema(database: PGlite): Promise<Schema> {
  return {
    tables: (await database.query<Table>(tables)).rows,
    functions: (await database.query<DatabaseFunction>(functions)).rows,
  };
}
