import * as v from 'valibot';

/**
 * How many messages a caller may still send in the running window.
 * `resetsAt` is ISO 8601 in UTC, or null while nothing of the window is used.
 */
export const Quota = v.object({
  limit: v.number(),
  used: v.number(),
  remaining: v.number(),
  resetsAt: v.nullable(v.string()),
});
export type Quota = v.InferOutput<typeof Quota>;
