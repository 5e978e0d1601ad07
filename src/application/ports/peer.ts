/** One that we call: a live chat, a customer's channel, or a caller that takes a customer back. */
export interface Peer {
  readonly role: 'live-chat' | 'channel' | 'caller';
  /** Tells it from others of its role. */
  readonly id: string;
}

/** The same text for the same peer. */
export const peerKey = ({ role, id }: Peer): string => `${role} ${id}`;

/** `open`: left alone because it has failed again and again; `half-open`: one attempt is under way to see whether it is back. */
export type BreakerState = 'closed' | 'open' | 'half-open';

export interface PeerState extends Peer {
  readonly state: BreakerState;
  /** Whether it has answered as a healthy peer does since this process started. */
  readonly hasAnswered: boolean;
}

/** Whether each peer is called at present. */
export interface Reachability {
  /** `closed` for a peer that is never left alone. */
  stateOf(peer: Peer): BreakerState;
  /** Of every peer that can be left alone. */
  states(): readonly PeerState[];
}
