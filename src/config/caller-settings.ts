import { z } from 'zod';
import type { CalledAs } from '../adapters/callers/called-as.ts';
import { choiceSetting } from '../adapters/settings/choices.ts';
import type { Environment } from './environment.ts';

const calledAs = choiceSetting(
  {
    description:
      '`skill`, `connected-agent` or `both`: the [ways in which copilots may call](connect-copilot-studio.md#which-way-to-choose) the bridge',
  },
  ['skill', 'connected-agent', 'both'],
);

/** In which ways the bridge is called; as a skill while none is named rightly. */
export function calledAsIn(environment: Environment): ReadonlySet<CalledAs> {
  const given = calledAs.safeParse(environment.HANDOFF_CALLED_AS).data ?? 'skill';
  return new Set(given === 'both' ? ['skill', 'connected-agent'] : [given]);
}

export const callerSettings = z.object({ HANDOFF_CALLED_AS: calledAs });
