import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveChatKinds, simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { disturbances, type Session, sessionWith } from '../crash-points/calls-of-a-session.ts';
import { type VirtualRuntime, virtualRuntime } from '../virtual/world/virtual-runtime.ts';

/** More than the calls of any vendor's session; those that there are not are found to be none. */
const mostCalls = 40;

const kept = { verdict: 'Every promise was kept.\n', errors: [], isGivenBack: true } as const;

describe.each(liveChatKinds)(
  'With the live chat %s, R4: whichever call of a start, a message and an end',
  (kind) => {
    const { lacks = {} } = simulatedVendor(kind);
    const [starts, words] = [lacks['repeated starts'] === undefined, lacks['repeated words'] === undefined];
    let stage: VirtualRuntime;
    let undisturbed: Session;
    beforeAll(async () => {
      stage = await virtualRuntime();
      undisturbed = await sessionWith(stage, kind);
    });
    afterAll(() => stage.dismantle());

    it('is disturbed, an undisturbed session has one chat and reads each word once', () => {
      expect(undisturbed).toMatchObject({ ...kept, chatsOpened: 1, chatsLeftOpen: 0, timesRead: 1 });
      expect(undisturbed.calls).toBeGreaterThanOrEqual(3);
      expect(undisturbed.calls).toBeLessThan(mostCalls);
    });

    it.each(disturbances)(
      '%s, it has one effect',
      async (what) => {
        let disturbed = 0;
        for (let call = 0; call < undisturbed.calls; call++) {
          const session = await sessionWith(stage, kind, { call, what });
          const where = `call ${call} of ${undisturbed.calls} ${what}`;
          // A bridge that follows a live chat looks at times of its own: one session may have a call less than another.
          expect(session, where).toMatchObject({ ...kept, wasDisturbed: call < session.calls });
          if (session.wasDisturbed) disturbed++;
          if (starts) expect(session, where).toMatchObject({ chatsLeftOpen: 0 });
          if (starts && what === 'loses its answer') expect(session, where).toMatchObject({ chatsOpened: 1 });
          if (words) expect(session.timesRead, where).toBe(1);
          else expect(session.timesRead, where).toBeLessThanOrEqual(2);
        }
        expect(disturbed).toBeGreaterThanOrEqual(0.9 * undisturbed.calls);
      },
      240_000,
    );
  },
);
