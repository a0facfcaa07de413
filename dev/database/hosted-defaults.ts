import type { PGlite } from '@electric-sql/pglite';

const roles = [
  ['anon', 'nologin'],
  ['authenticated', 'nologin'],
  ['service_role', 'nologin bypassrls'],
] as const;

/**
 * Gives a database what a hosted Supabase project starts with: the roles of the Data API, a schema for extensions, and
 * everything in `public` granted to everybody by default, which the migrations have to take back. May be run again.
 * Call it before the migrations, which name these roles.
 */
export async function applyHostedDefaults(database: PGlite): Promise<void> {
  const { rows } = await database.query<{ rolname: string }>('select rolname from pg_roles');
  const missing = roles.filter(([role]) => !rows.some(({ rolname }) => rolname === role));
  await database.exec(`
    ${missing.map(([role, options]) => `create role ${role} ${options};`).join('\n')}
    create schema if not exists extensions;
    grant usage on schema public, extensions to anon, authenticated, service_role;
    alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
    alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
  `);
}
