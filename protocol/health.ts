import * as v from 'valibot';

/** `GET /api/healthz` and `GET /api/readyz`, when all is well; else the reply is a problem. */
export const HealthReply = v.object({ status: v.literal('ok') });
export type HealthReply = v.InferOutput<typeof HealthReply>;
