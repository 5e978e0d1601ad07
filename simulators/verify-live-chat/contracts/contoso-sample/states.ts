import { randomUUID } from 'node:crypto';
import type { VendorApi } from '../../http/vendor-api.ts';
import type { MakeState } from '../../pact/make-state.ts';
import { asked } from '../../sessions/session.ts';

/** The provider states of the sample's pact, made through its API. */
export function contosoStates(
  api: VendorApi,
  newSession: () => Promise<string>,
): Readonly<Record<string, MakeState>> {
  const open = async () => ({ conversationId: await newSession() });
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
