import * as v from 'valibot';

/** A UUID in lower case (RFC 9562). Every id on the wire is one; upper case is accepted and folded. */
export const Uuid = v.pipe(v.string(), v.uuid(), v.toLowerCase());
export type Uuid = v.InferOutput<typeof Uuid>;
