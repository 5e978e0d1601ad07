import { z } from 'zod';
import type { VendorApi } from '../http/vendor-api.ts';
import type { MakeState, StateParameters, StateValues } from './make-state.ts';

/** Makes the provider states of one interaction after the other, and remembers what kept it from one. */
export interface States {
  /** A request of the verifier, as Pact sends them to a state hook. */
  apply(order: unknown): Promise<StateValues>;
  readonly isMissing: () => boolean;
  /** Why the last interaction's state is missing; undefined when it is there. Forgotten by the asking. */
  takeFailure(): string | undefined;
}

export interface StatesOptions {
  readonly makers: () => Readonly<Record<string, MakeState>>;
  /** What the request needs even when the state is made elsewhere: a new key, a new conversation. */
  readonly ready: () => Promise<StateValues>;
  readonly hook?: StateHook;
}

export type StateHook = (order: StateOrder) => Promise<StateValues>;

const stateOrder = z.object({
  action: z.enum(['setup', 'teardown']),
  state: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});
export type StateOrder = Readonly<z.infer<typeof stateOrder>> & { readonly params: StateParameters };

export function statesOf({ makers, ready, hook }: StatesOptions): States {
  let failure: string | undefined;
  const made = async (order: StateOrder): Promise<StateValues> => {
    const make = makers()[order.state];
    if (make !== undefined) return order.action === 'setup' ? make(order.params) : {};
    if (hook === undefined) return {};
    const values = await hook(order);
    return order.action === 'setup' ? { ...(await ready()), ...values } : {};
  };
  return {
    async apply(order) {
      try {
        return await made(stateOrder.parse(order));
      } catch (error) {
        // Told to the verifier, it would try again for minutes.
        failure ??= error instanceof Error ? error.message : String(error);
        return {};
      }
    },
    isMissing: () => failure !== undefined,
    takeFailure() {
      const taken = failure;
      failure = undefined;
      return taken;
    },
  };
}

const values = z.record(z.string(), z.coerce.string());

/** A vendor's own hook: it gets what Pact's verifiers send and may answer with values. */
export function stateHook(api: VendorApi, path: string): StateHook {
  return async (order) => {
    const { answer } = await api.send({
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    if (!('status' in answer)) throw new Error(`the state hook: ${answer.failure}`);
    if (answer.status > 299) throw new Error(`the state hook answered ${answer.status}`);
    const given = values.safeParse(answer.body === '' ? {} : JSON.parse(answer.body));
    return given.success ? given.data : {};
  };
}
