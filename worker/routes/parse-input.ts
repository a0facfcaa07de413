import * as v from 'valibot';
import { AppError } from '../errors.ts';

/**
 * Checks what came from outside against its schema.
 * @param noun what a part of it is called
 * @throws AppError `invalid_request` whose detail names the first part that is wrong, never its value
 */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  noun: 'field' | 'parameter' = 'field',
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw new AppError('invalid_request', { detail: describe(result.issues[0], noun) });
}

/** In our words: valibot's repeat what was received. Those of a check are our own. */
function describe(issue: v.BaseIssue<unknown>, noun: string): string {
  const name = v.getDotPath(issue)?.slice(0, 64) ?? 'The body';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${name} is not a known ${noun}`;
  if (issue.type === 'check') return `${name} ${issue.message}`;
  return issue.input === undefined ? `${name} is missing` : `${name} is not valid`;
}
