import { AppError } from '../errors.ts';
import type { DeploymentLimits, DeploymentSettings } from '../ports/deployment-settings.ts';
import type { Logger } from '../ports/logger.ts';

interface ConfigureOnceDeps {
  readonly settings: DeploymentSettings;
  readonly limits: DeploymentLimits;
  readonly logger: Logger;
  /** Keeps the request going when the client whose request began it leaves, since others wait for it too. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

/**
 * Tells the database the limits before this isolate first relies on them. Begun turns take them from there, because
 * a user can begin one without passing through the worker. Limits that the database refuses are named in the log.
 * @returns a function that asks once and remembers success, not failure
 */
export function configureOnce(deps: ConfigureOnceDeps): () => Promise<void> {
  const { settings, limits, logger, keepAlive } = deps;
  let configured: Promise<void> | undefined;
  const configure = async () => {
    try {
      await settings.configure(limits);
    } catch (error) {
      configured = undefined;
      if (error instanceof AppError && error.code === 'internal')
        logger.error('misconfigured', { message: 'The database refuses the limits', ...limits }, error.cause);
      throw error;
    }
  };
  return () => {
    if (!configured) {
      configured = configure();
      keepAlive(configured.catch(() => undefined));
    }
    return configured;
  };
}
