import type { CheckBearer, ExpectedBearer } from '../../http/requests/bearer.ts';
import type { Cloud } from '../clouds.ts';
import { authentication } from './authentication.ts';
import type { AppRegistration } from './tokens/app-connection.ts';
import { issuersOfTenant } from './trusted-issuers.ts';

/** Makes the check of bearers that Entra issues to an app that calls us, other than a copilot. */
export const entraBearers =
  (app: AppRegistration, cloud: Cloud) =>
  ({
    tenantId = app.tenantId,
    audiences = [app.clientId],
    callers = [app.clientId],
  }: ExpectedBearer): CheckBearer =>
    authentication({
      audiences: audiences.flatMap(spellingsOf),
      issuers: issuersOfTenant(app, { cloud, tenantId }),
      allowedCallers: callers,
    });

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Tokens of version 2.0 name an app by its id, those of version 1.0 by the URI that was asked for, which is `api://` and the id by default. */
const spellingsOf = (audience: string): readonly string[] =>
  guid.test(audience) ? [audience, `api://${audience}`] : [audience];
