import type { DeploymentLimits, DeploymentSettings } from '../ports/deployment-settings.ts';

/**
 * Tells the database the limits before this isolate first relies on them. Begun turns take them from there, because
 * a user can begin one without passing through the worker.
 * @returns a function that asks once and remembers success, not failure
 */
export function configureOnce(settings: DeploymentSettings, limits: DeploymentLimits): () => Promise<void> {
  let configured: Promise<void> | undefined;
  return () => {
    configured ??= settings.configure(limits).catch((error: unknown) => {
      configured = undefined;
      throw error;
    });
    return configured;
  };
}
