import type { Contract, StatesOptions } from '../contracts/contract.ts';
import { type StateHook, type States, statesOf } from './states.ts';

export interface VendorStatesOptions extends StatesOptions {
  readonly stateHook: StateHook | undefined;
}

export function vendorStates(contract: Contract, { stateHook, ...options }: VendorStatesOptions): States {
  const makers = () => contract.states(options);
  return statesOf({
    makers,
    ready: async () => (await makers()['the live chat is ready']?.({})) ?? {},
    ...(stateHook === undefined ? {} : { hook: stateHook }),
  });
}
