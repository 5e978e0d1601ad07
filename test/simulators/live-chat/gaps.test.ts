import { describe, expect, it } from 'vitest';
import type { Gap } from '../../../simulators/live-chat/gaps.ts';
import { simulatedVendors } from '../../../simulators/live-chat/vendors.ts';
import type { LiveChatVendor } from '../../../src/adapters/live-chat/vendor.ts';
import { vendors } from '../../../src/adapters/live-chat/vendors.ts';

const adapterOf = (of: string): LiveChatVendor => {
  const found = vendors.find(({ kind }) => kind === of);
  if (!found) throw new Error(`no adapter speaks with ${of}`);
  return found;
};

/** Told by acts at the desk, as the adapter names them. */
const told = {
  typing: 'typing',
  'agent-joined': 'joined',
  'agent-left': 'left',
  'agent-transferred': 'transferred',
  'queue-position': 'queue-position',
  'session-ended': 'ended',
} as const;

const causes = [
  ['closing time', 'closed'],
  ['end without agents', 'no-agents'],
  ['end for silence', 'idle'],
  ['end for a failure', 'failed'],
] as const;

describe.each(simulatedVendors.map((vendor) => [vendor.kind, vendor] as const))(
  'What the simulated %s cannot do',
  (kind, { lacks = {}, tells, callbacks, isListed = false }) => {
    const { capabilities, profile } = adapterOf(kind);
    const lacksIt = (gap: Gap) => lacks[gap] !== undefined;

    it('is what the adapter does not promise either', () => {
      expect(lacksIt('repeated starts')).toBe(!capabilities.startIsRepeatable);
      expect(lacksIt('repeated words')).toBe(!capabilities.sayIsRepeatable);
      expect(lacksIt('customer typing')).toBe(!capabilities.typing);
      expect(lacksIt('closed')).toBe(!profile.refusals.includes('closed'));
      expect(lacksIt('no-agents')).toBe(!profile.refusals.includes('no-agents'));
    });

    it('is of the causes of an end what the adapter does not hear either', () => {
      if (!tells.has('session-ended')) return;
      for (const [gap, cause] of causes)
        expect(lacksIt(gap), `${kind} ${gap}`).toBe(!profile.endCauses.includes(cause));
    });

    it('is nothing that the adapter says it hears', () => {
      for (const [act, name] of Object.entries(told)) {
        const isSimulated = [...tells].some((each) => each === act);
        if (profile.tells.includes(name)) expect(isSimulated, `${kind} ${name}`).toBe(true);
      }
    });

    it('says whether a callback that found no bridge comes again, or what it told is listed', () => {
      const waitMs = callbacks.retryAfterMs({ status: 0, body: undefined }, { count: 1, forMs: 0 });
      expect(lacksIt('repeated callbacks')).toBe(waitMs === undefined && !isListed);
    });

    it('has its reason in a sentence', () => {
      for (const reason of Object.values(lacks)) expect(reason).toMatch(/^[A-Z].+\.$/);
    });
  },
);
