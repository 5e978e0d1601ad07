/** What a request meets on its way through the proxy. Durations in milliseconds. */
export type Fault =
  | { readonly kind: 'none' }
  /** Is delayed before it goes on. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Is refused by the proxy as the peer itself would refuse it; the peer never sees it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      /** The error that the body names; by default one that fits the status. */
      readonly code?: string;
    }
  /** Something between the parties answers with a page, or with nothing under 204; the peer never sees the request. */
  | { readonly kind: 'intermediary'; readonly status: number }
  /** The connection is cut before the peer sees it. */
  | { readonly kind: 'reset-before' }
  /** The peer does what it is asked, and the connection is cut instead of its answer. */
  | { readonly kind: 'reset-after' }
  /** Status line, headers and so many bytes of the peer's answer arrive; then the connection is cut. */
  | { readonly kind: 'cut-answer'; readonly bytes: number }
  /** Is swallowed; the caller hears nothing, ever. */
  | { readonly kind: 'black-hole' }
  /** The peer's answer comes one byte at a time. */
  | { readonly kind: 'trickle'; readonly msPerByte: number }
  /** The peer gets it `copies` times at once; the caller gets the first answer. */
  | { readonly kind: 'duplicate'; readonly copies: number }
  /** Waits until a later request has passed it, at most so long. */
  | { readonly kind: 'reorder'; readonly atMostMs: number };

export type FaultKind = Fault['kind'];

export const noFault: Fault = { kind: 'none' };

/** A fault in a few words. */
export function faultText(fault: Fault): string {
  const { kind, ...details } = fault;
  const words = Object.entries(details).map(([name, value]) => `${name} ${value}`);
  return words.length === 0 ? kind : `${kind} (${words.join(', ')})`;
}
