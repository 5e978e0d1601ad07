import type { SeenExchange, ToldToVendor, WireReader } from './wire-reader.ts';

type IsOne = (seen: SeenExchange) => boolean;

/** Requests of a vendor's wire by what they tell, for faults that are meant for some of them. */
export interface WhichRequests {
  /** To the bridge: a callback that tells something. */
  readonly callback: IsOne;
  /** To the vendor: a step of a conversation; without a name any but typing. */
  readonly step: (step?: ToldToVendor['step']) => IsOne;
}

export const whichRequests = (reads: WireReader): WhichRequests => ({
  callback: (seen) => reads.callback(seen).length > 0,
  step: (wanted) => (seen) => {
    const step = reads.request(seen)?.step;
    return wanted === undefined ? step !== undefined && step !== 'typing' : step === wanted;
  },
});
