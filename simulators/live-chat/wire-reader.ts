import type { AgentAction } from './callbacks/agent-action.ts';

/** What a vendor's wire says of a conversation, for those who watch it: the record that is judged, and the console. */
export interface WireReader {
  /** Of a request to the vendor; absent where it is no step of a conversation, such as a look or a token. */
  readonly request: (seen: SeenExchange) => ToldToVendor | undefined;
  /** Of a request to the bridge; empty where it is no callback of this vendor, or tells nothing. */
  readonly callback: (seen: SeenExchange) => readonly ToldByVendor[];
  /**
   * Whether the status alone tells the bridge that this request was a success, so that an answer which broke off after it leaves
   * nothing open. Unless told, it never does.
   */
  readonly isKnownByStatus?: (told: ToldToVendor) => boolean;
}

export interface SeenExchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** As it was sent. */
  readonly body: string;
  /** As the peer answered; absent while it has not. */
  readonly answer?: string;
}

/** A chat by the vendor's id, by ours (`hs_…`), or by both. */
interface OfChat {
  readonly liveChatId?: string;
  readonly sessionId?: string;
}

export type ToldToVendor =
  /** The request that opens the chat; the other ones of a start are none. */
  | (OfChat & { readonly step: 'start'; readonly customerId?: string; readonly problem?: string })
  | (OfChat & {
      readonly step: 'say';
      readonly kind: 'customer' | 'notice';
      readonly messageId?: string;
      readonly text: string;
    })
  | (OfChat & { readonly step: 'typing' })
  | (OfChat & { readonly step: 'end'; readonly reason?: string });

export interface ToldByVendor extends OfChat {
  readonly type: AgentAction['type'];
  readonly messageId?: string;
  /** Of a message, or the last words of an end. */
  readonly text?: string;
  readonly agentName?: string;
  readonly queuePosition?: number;
}

/** Parsed, or undefined when it is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
