import { randomUUID } from 'node:crypto';
import type { VendorApi } from '../http/vendor-api.ts';
import { asked, opened } from '../sessions/session.ts';
import type { Spelling } from '../sessions/spelling.ts';
import type { MakeState } from './provider-states.ts';

/** The provider states of the sample's pact, made through its API. */
export function contosoStates(api: VendorApi, spelling: Spelling): Readonly<Record<string, MakeState>> {
  const open = async () => ({ conversationId: (await opened(api, { kind: 'contoso-sample', spelling })).id });
  return {
    'a live chat is open': open,
    'a live chat is not known': async () => ({ conversationId: randomUUID() }),
    'a live chat has ended': async () => {
      const values = await open();
      await asked(api, { path: '/api/chat/end', body: values }, 200);
      return values;
    },
  };
}
