import type { ErrorCode } from './errors.ts';

/** What each failure is called, for developers: the widget has its own words. */
export const problemTitles: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'The request is not valid',
  provider_unavailable: 'This model is not available',
  prompt_unavailable: 'This prompt is not available',
  context_too_long: 'The conversation is too long for this model',
  unauthenticated: 'Sign in first',
  invalid_token: 'The access token is not valid',
  forbidden_origin: 'This origin is not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  turn_in_progress: 'An answer is still running here',
  message_too_long: 'The message is too long',
  content_filtered: 'The model declined to answer this',
  rate_limited: 'Too many requests',
  anonymous_limit_reached: 'The free messages are used up',
  user_limit_reached: "Today's messages are used up",
  budget_reached: "Today's budget is used up",
  internal: 'Something went wrong',
  provider_auth: 'The model refused our key',
  provider_failed: 'The model failed',
  provider_overloaded: 'The model is busy',
  service_unavailable: 'The service is not available',
  provider_timeout: 'The model took too long',
};
