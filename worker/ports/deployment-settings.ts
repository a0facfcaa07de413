/** The limits of a deployment. The database enforces them; the worker's variables say what they are. */
export interface DeploymentLimits {
  /** Messages a visitor may send within a window. */
  readonly anonymousMessageLimit: number;
  readonly anonymousWindowHours: number;
  /** Messages all visitors of one address may send within a window. */
  readonly anonymousIpMessageLimit: number;
  readonly userDailyMessageLimit: number;
  /** Millionths of a US dollar. */
  readonly dailyBudgetMicroUsd: number;
  readonly anonymousRetentionDays: number;
}

/** Hands the limits to the database. */
export interface DeploymentSettings {
  /** @throws AppError `service_unavailable`, or `internal` when the database refuses these limits */
  configure(limits: DeploymentLimits): Promise<void>;
}
