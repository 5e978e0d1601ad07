import { contosoStates } from './contoso-states.ts';
import type { Kind } from './pact.ts';
import { liveChatStates, type MakeState } from './provider-states.ts';
import { stateHook as hookAt, type States, statesOf } from './states.ts';
import type { VendorApi } from './vendor-api.ts';

export interface VendorStatesParts {
  readonly api: VendorApi;
  /** Where the recording proxy is: what a state asks for is part of the report too. */
  readonly proxyUrl: () => string;
  readonly stateHook: string | undefined;
}

/** Nobody has to listen there: what comes back is checked with sessions of their own. */
export const UNHEARD_CALLBACK_URL = 'https://bridge.example/api/messages/proactive';

export function vendorStates(kind: Kind, { api, proxyUrl, stateHook }: VendorStatesParts): States {
  const makers = (): Readonly<Record<string, MakeState>> => {
    switch (kind) {
      case 'reference':
        return liveChatStates({
          url: proxyUrl(),
          authorization: async () => ({}),
          callbackUrl: UNHEARD_CALLBACK_URL,
        });
      case 'contoso-sample':
        return contosoStates(api);
    }
  };
  return statesOf({
    makers,
    ready: async () => (await makers()['the live chat is ready']?.({})) ?? {},
    ...(stateHook === undefined ? {} : { hook: hookAt(api, stateHook) }),
  });
}
