import type { Column, DatabaseFunction, Relationship, Schema, Table } from './read-schema.ts';

const header = `// Generated from the migrations by \`npm run types:database\`. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

`;

/** How the Data API writes a Postgres type in JSON. */
const jsonTypes: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  timestamptz: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'number',
  json: 'Json',
  jsonb: 'Json',
  void: 'undefined',
};

const none = '{ [_ in never]: never }';

/**
 * The `Database` type that supabase-js takes, in the shape of `supabase gen types typescript`. One difference: an
 * argument with a default may also be null, which Postgres allows for every argument and ours with defaults mean.
 * @returns TypeScript, not yet formatted
 * @throws Error for a Postgres type it does not know
 */
export function renderTypes(schema: Schema): string {
  return `${header}export type Database = { public: {
    Tables: { ${schema.tables.map(renderTable).join('\n')} };
    Views: ${none};
    Functions: { ${schema.functions.map(renderFunction).join('\n')} };
    Enums: ${none};
    CompositeTypes: ${none};
  } };`;
}

function renderTable({ name, columns, relationships }: Table): string {
  const row = columns.map((column) => `${column.name}: ${columnType(column)};`);
  const insert = columns.map((column) => {
    const optional = column.isNullable || column.hasDefault ? '?' : '';
    return `${column.name}${optional}: ${writtenType(column)};`;
  });
  const update = columns.map((column) => `${column.name}?: ${writtenType(column)};`);
  return `${name}: {
    Row: { ${row.join('\n')} };
    Insert: { ${insert.join('\n')} };
    Update: { ${update.join('\n')} };
    Relationships: [${relationships.map(renderRelationship).join(', ')}];
  };`;
}

function renderRelationship(relationship: Relationship): string {
  return `{
    foreignKeyName: ${quote(relationship.name)};
    columns: [${relationship.columns.map(quote).join(', ')}];
    isOneToOne: ${String(relationship.isOneToOne)};
    referencedRelation: ${quote(relationship.table)};
    referencedColumns: [${relationship.referencedColumns.map(quote).join(', ')}];
  }`;
}

function renderFunction({ name, args, returns, columns }: DatabaseFunction): string {
  const fields = args.map((arg) =>
    arg.hasDefault ? `${arg.name}?: ${jsonType(arg.type)} | null;` : `${arg.name}: ${jsonType(arg.type)};`,
  );
  const row = columns.map((column) => `${column.name}: ${jsonType(column.type)};`);
  const result = row.length > 0 ? `{ ${row.join('\n')} }[]` : jsonType(returns);
  return `${name}: { Args: ${fields.length > 0 ? `{ ${fields.join('\n')} }` : 'never'}; Returns: ${result} };`;
}

function columnType({ type, isNullable }: Column): string {
  return isNullable ? `${jsonType(type)} | null` : jsonType(type);
}

/** A generated column cannot be written. */
function writtenType(column: Column): string {
  return column.isGenerated ? 'never' : columnType(column);
}

function jsonType(type: string): string {
  const known = jsonTypes[type];
  if (known === undefined) throw new Error(`No TypeScript type is known for the Postgres type ${type}`);
  return known;
}

function quote(text: string): string {
  return `'${text}'`;
}
