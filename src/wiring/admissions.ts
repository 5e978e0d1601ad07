import type { Admission } from '../adapters/bot-framework/identity/admission.ts';
import { issuersOfTenant, trustedIssuers } from '../adapters/bot-framework/identity/trusted-issuers.ts';
import type { Config } from '../config/config.ts';

/** Whose tokens open which way in; absent for a way that is not. */
export function admissionsIn(config: Config): {
  readonly skill?: Admission;
  readonly connectedAgent?: Admission;
} {
  const { skillApp, cloud, allowedCallers, connectedAgent } = config;
  const own = skillApp.clientId;
  return {
    ...(allowedCallers && {
      skill: { audiences: [own], issuers: trustedIssuers(skillApp, config), callers: allowedCallers },
    }),
    ...(connectedAgent && {
      connectedAgent: {
        audiences: connectedAgent.audiences ?? [own, `api://${own}`],
        issuers: issuersOfTenant(skillApp, { cloud, tenantId: skillApp.tenantId }),
        callers: connectedAgent.callers ?? [own],
      },
    }),
  };
}
