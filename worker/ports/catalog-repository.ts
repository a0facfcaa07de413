/** An active row of `ai_providers`, secrets excluded: those are variables of the worker, named by `apiKeyName`. */
export interface CatalogProvider {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** The owner's own name for it, by which the log tells rows apart. */
  readonly apiIdentifier: string;
  /** Its wire format, by the name the registry of providers has for it. */
  readonly kind: string;
  /** The vendor's name of the model. */
  readonly model: string;
  /** Null for the vendor's own address. */
  readonly baseUrl: string | null;
  /** Null for the usual name of this kind. */
  readonly apiKeyName: string | null;
  /** Tokens of input and output together. */
  readonly contextWindow: number;
  readonly maxOutputTokens: number;
  /** Passed to the vendor with each request, unread. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The provider that answers when this one fails before its first word; null for none. */
  readonly fallbackId: string | null;
}

/** An active row of `system_prompts`. */
export interface CatalogPrompt {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly text: string;
}

/** Reads what the site owner offers. All methods throw AppError `service_unavailable`. */
export interface CatalogRepository {
  /** Active providers, in the order the owner added them. */
  listProviders(): Promise<CatalogProvider[]>;

  /** Active prompts, in the order the owner added them. */
  listPrompts(): Promise<CatalogPrompt[]>;
}
