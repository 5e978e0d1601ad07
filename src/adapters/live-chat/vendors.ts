import { chatwoot } from './chatwoot/vendor.ts';
import { contosoSample } from './contoso-sample/vendor.ts';
import { dynamics } from './dynamics/vendor.ts';
import { genesys } from './genesys/vendor.ts';
import { reference } from './reference/vendor.ts';
import { salesforce } from './salesforce/vendor.ts';
import { serviceNow } from './servicenow/vendor.ts';
import type { LiveChatVendor } from './vendor.ts';
import { zendesk } from './zendesk/vendor.ts';

/** Every live chat that an operator can choose, the default first: the only place that names them. */
export const vendors: readonly [LiveChatVendor, ...LiveChatVendor[]] = [
  reference,
  contosoSample,
  zendesk,
  dynamics,
  serviceNow,
  chatwoot,
  genesys,
  salesforce,
];
