import type { Context } from 'hono';
import type { LiveChatOptions, RecordedRequest } from './live-chat.ts';

/** What each REST route finds in its context. */
export interface RestEnv {
  readonly Variables: {
    /** The parsed body; undefined when it is not JSON. */
    readonly body: unknown;
    readonly recorded: { current: RecordedRequest };
  };
}

/** A request to the vendor's API. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Parsed when it was JSON. */
  readonly body: unknown;
}

/** What a caller of the API has to have; where neither is given, every caller may call. */
export type Access = Pick<LiveChatOptions, 'apiKey' | 'verifyToken'>;

/** Answers a caller who may not call; undefined for one who may. */
export type Guard = (
  c: Context<RestEnv>,
  access: Access,
) => Response | undefined | Promise<Response | undefined>;
