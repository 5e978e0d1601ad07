import type { Awaitable } from '../../application/ports/awaitable.ts';
import type { Caller } from '../../application/ports/caller.ts';
import type {
  EndHandoff,
  RelayCustomerMessage,
  RelayCustomerTyping,
  RequestHandoff,
} from '../../application/ports/inbound.ts';
import type { Admission } from '../bot-framework/identity/admission.ts';
import type { ReceivedActivity } from '../bot-framework/inbound-activity.ts';
import type { AssumedFields } from '../bot-framework/read-activity.ts';
import type { AllowsServiceUrl } from '../bot-framework/service-hosts.ts';
import type { Routes } from '../http/server/routes.ts';
import type { CalledAs } from './called-as.ts';

/** All that the bridge has to know of a caller: what a copilot calls it with, and how it gets its customer back. */
export interface CallerProtocol extends Caller {
  readonly calledAs: CalledAs;
  readonly admission: Admission;
  readonly allowsServiceUrl: AllowsServiceUrl;
  /** What its activities need not say. Default: nothing. */
  readonly assumed?: AssumedFields;
  /** Takes one activity. Throws or rejects with {@link ReplyNotDelivered} when it was taken and the copilot has not got the reply. */
  answer(turn: Turn): Awaitable<TurnAnswer>;
  /** What it serves beside the endpoint that all callers share. */
  readonly routes?: Routes;
}

export interface Turn extends ReceivedActivity {
  /** The sender's id of the activity; a repeat carries the same one. */
  readonly activityId: string;
}

/** The body of a 200, if there is one. */
export interface TurnAnswer {
  readonly body?: string;
  /** Default: JSON. */
  readonly contentType?: string;
  /** Hears once whether the answer went out as a whole, or broke off. */
  settled?(went: 'out' | 'broken'): Promise<void>;
}

/** A reply did not reach the copilot, so the turn must not be answered as a success. */
export class ReplyNotDelivered extends Error {
  override readonly name = 'ReplyNotDelivered';
}

/** What a turn of the copilot may ask of the application. */
export interface TurnUseCases {
  readonly requestHandoff: RequestHandoff;
  readonly relayCustomerMessage: RelayCustomerMessage;
  readonly relayCustomerTyping: RelayCustomerTyping;
  readonly endHandoff: EndHandoff;
}
