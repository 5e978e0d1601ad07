import type { Caller } from '../../application/ports/caller.ts';
import type {
  EndHandoff,
  RelayCustomerMessage,
  RelayCustomerTyping,
  RequestHandoff,
} from '../../application/ports/inbound.ts';
import type { Routes } from '../http/server/routes.ts';

/** All that the bridge has to know of a caller: what a copilot calls it at, and how it gets its customer back. */
export interface CallerProtocol extends Caller {
  readonly routes: Routes;
}

/** What a turn of the copilot may ask of the application. */
export interface TurnUseCases {
  readonly requestHandoff: RequestHandoff;
  readonly relayCustomerMessage: RelayCustomerMessage;
  readonly relayCustomerTyping: RelayCustomerTyping;
  readonly endHandoff: EndHandoff;
}
