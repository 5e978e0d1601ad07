import { chatwoot } from './chatwoot/vendor.ts';
import { contosoSample } from './contoso-sample/vendor.ts';
import { dynamics } from './dynamics/vendor.ts';
import { genesys } from './genesys/vendor.ts';
import { reference } from './reference/vendor.ts';
import { salesforce } from './salesforce/vendor.ts';
import { servicenow } from './servicenow/vendor.ts';
import type { SimulatedVendor } from './vendor.ts';
import { zendesk } from './zendesk/vendor.ts';

/** Every live chat that can be simulated, the default first: the only place that names them. */
export const simulatedVendors: readonly [SimulatedVendor, ...SimulatedVendor[]] = [
  reference,
  contosoSample,
  zendesk,
  dynamics,
  servicenow,
  chatwoot,
  genesys,
  salesforce,
];

const [byDefault, ...others] = simulatedVendors;
export const defaultKind = byDefault.kind;
export const liveChatKinds: readonly [string, ...string[]] = [
  byDefault.kind,
  ...others.map(({ kind }) => kind),
];

/** Throws for a kind that no vendor has. */
export function simulatedVendor(of: string): SimulatedVendor {
  const vendor = simulatedVendors.find(({ kind }) => kind === of);
  if (vendor === undefined) throw new Error(`no live chat of the kind ${of} is simulated`);
  return vendor;
}
