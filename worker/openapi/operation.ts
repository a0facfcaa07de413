import type * as v from 'valibot';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { JsonObject, SchemaName } from './schemas.ts';

/** Who may call: everybody alike, users and visitors, or users alone. */
export type Audience = 'all' | 'caller' | 'user';

/** A header of a request. */
interface Header {
  readonly description: string;
  readonly schema: JsonObject;
  /** It can't be left out. */
  readonly required?: true;
}

/** One reply that is not a failure. */
export interface Reply {
  readonly status: 200 | 204;
  readonly description: string;
  /** What it looks like, by content type. Text is text. */
  readonly content?: Readonly<Record<string, SchemaName | 'text' | 'events'>>;
  /** It tells where the caller stands. */
  readonly hasQuota?: boolean;
}

/** One method of one path, in the terms of this contract. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In the syntax of `protocol/paths.ts`. */
  readonly path: string;
  /** Unique, for whoever generates a client. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly audience: Audience;
  /** Its query, whose fields are described here by name. */
  readonly query?: {
    readonly fields: Readonly<Record<string, v.GenericSchema>>;
    readonly descriptions: Readonly<Record<string, string>>;
    /** Fields whose text stands for something else, as what that is. */
    readonly meanings?: Readonly<Record<string, JsonObject>>;
  };
  /** Headers of its own that it reads, by name. */
  readonly headers?: Readonly<Record<string, Header>>;
  readonly body?: SchemaName;
  readonly replies: readonly Reply[];
  /** Besides those that every operation has. */
  readonly problems: readonly ErrorCode[];
}
