import { AppError } from '../errors.ts';
import type { DeploymentLimits, DeploymentSettings } from '../ports/deployment-settings.ts';
import type { SupabaseClients } from './supabase-clients.ts';
import { unwrap } from './unwrap.ts';

/** The limits in Supabase, where `begin_turn` reads them. */
export class SupabaseDeploymentSettings implements DeploymentSettings {
  readonly #clients: SupabaseClients;

  constructor(clients: SupabaseClients) {
    this.#clients = clients;
  }

  async configure(limits: DeploymentLimits): Promise<void> {
    const settings = {
      anonymous_message_limit: limits.anonymousMessageLimit,
      anonymous_window_hours: limits.anonymousWindowHours,
      anonymous_ip_message_limit: limits.anonymousIpMessageLimit,
      user_daily_message_limit: limits.userDailyMessageLimit,
      daily_budget_micro_usd: limits.dailyBudgetMicroUsd,
      anonymous_retention_days: limits.anonymousRetentionDays,
    };
    try {
      await unwrap(this.#clients.asService.rpc('configure_deployment', { p_settings: settings }));
    } catch (error) {
      // The limits are the owner's: whoever happens to ask first has not sent an invalid request.
      if (error instanceof AppError && error.code === 'invalid_request')
        throw new AppError('internal', { cause: error.cause });
      throw error;
    }
  }
}
