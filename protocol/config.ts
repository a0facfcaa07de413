import * as v from 'valibot';

/**
 * `GET /api/config`: what the widget needs to know of this deployment. `supabaseKey` is the publishable key, which
 * is public by design; `texts` replaces words of the widget, by message key.
 */
export const DeploymentConfig = v.object({
  supabaseUrl: v.string(),
  supabaseKey: v.string(),
  registerUrl: v.nullable(v.string()),
  signInUrl: v.nullable(v.string()),
  anonymousLimit: v.number(),
  defaults: v.object({ providerId: v.nullable(v.string()), promptId: v.nullable(v.string()) }),
  texts: v.record(v.string(), v.string()),
});
export type DeploymentConfig = v.InferOutput<typeof DeploymentConfig>;
