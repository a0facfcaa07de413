import type { Failure } from './failure.ts';

/**
 * What an error means that is not the SDK's: a reply could not be read to its end. workerd marks those that another try may
 * get past, such as a lost connection.
 */
export function thrownToFailure(error: unknown): Failure {
  const isTransient = error instanceof Error && 'retryable' in error && error.retryable === true;
  return { code: 'provider_failed', isTransient };
}
