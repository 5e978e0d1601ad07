import type { MicrosoftSideOptions } from '../../simulators/microsoft-side.ts';
import { waysToCall } from '../../simulators/solution/builder/agent-source.ts';

/** How the customers of a world come to the bridge. */
export const callers = [...waysToCall, 'both'] as const;
export type Callers = (typeof callers)[number];

/** With both, every other letter at the end of a customer's name, or digit, stands for an orchestrator. */
export const calledAsOf = (by: Callers): NonNullable<MicrosoftSideOptions['calledAs']> =>
  by === 'both' ? (name) => ((name.codePointAt(name.length - 1) ?? 0) % 2 ? 'connected-agent' : 'skill') : by;
