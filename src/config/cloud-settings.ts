import { z } from 'zod';
import { type Cloud, type CloudName, cloudNames, clouds } from '../adapters/bot-framework/clouds.ts';
import { serviceHosts } from '../adapters/bot-framework/service-hosts.ts';
import { choiceSetting, flagSetting } from '../adapters/settings/choices.ts';
import { notUsable, together } from '../adapters/settings/findings.ts';
import { unwrapped } from '../adapters/settings/guid.ts';
import { setting } from '../adapters/settings/setting.ts';
import { when } from '../adapters/settings/texts.ts';
import type { Environment } from './environment.ts';
import { hostsIn } from './service-host-list.ts';

const cloudName = choiceSetting<CloudName>(
  {
    description:
      "`public`, `gcc`, `gcc-high`, `dod` or `china`: Microsoft's [cloud](operations.md#which-cloud), which decides authority, issuers, scope, service hosts and Bot Connector together",
  },
  cloudNames,
);

/** The cloud whose values are the defaults; the public one while none is named rightly. */
export const cloudIn = (environment: Environment): Cloud =>
  clouds[cloudName.safeParse(environment.HANDOFF_CLOUD).data ?? 'public'];

const scopeSetting = (cloud: Cloud) =>
  setting(
    {
      description:
        'the scope of tokens for the Bot Connector, such as `https://api.botframework.com/.default`',
      expected: 'the scope of tokens for the Bot Connector, such as https://api.botframework.com/.default',
      byDefault: cloud.botFramework.scope,
      whenAbsent: "the cloud's",
    },
    when((text) => /^[\x21-\x7e]+[^/]\/\.default$/.test(text) && !text.endsWith('/.default/.default')),
  );

/** The scope that counts; the cloud's while none is named rightly. */
export const scopeIn = (environment: Environment, cloud: Cloud): string =>
  scopeSetting(cloud).safeParse(environment.HANDOFF_BOT_FRAMEWORK_SCOPE).data ?? cloud.botFramework.scope;

/** A function of the cloud, whose values are the defaults. */
export function cloudSettings(cloud: Cloud) {
  const isKnown = cloud.teamsServiceUrl !== undefined;
  return z
    .object({
      HANDOFF_CLOUD: cloudName,
      HANDOFF_BOT_FRAMEWORK_SCOPE: scopeSetting(cloud),
      HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT: flagSetting({
        description:
          "`true` also takes tokens of Microsoft's own tenant and of Bot Framework, which [older copilots](operations.md#older-copilots) send",
      }),
      HANDOFF_ALLOWED_SERVICE_HOSTS: setting(
        {
          description:
            'hosts to which replies and proactive messages may go: `host` or `host:port`; a leading dot takes subdomains',
          expected: 'host or host:port, comma-separated; a leading dot takes subdomains',
          byDefault: cloud.serviceHosts.join(', '),
          whenAbsent: `the cloud's: \`${clouds.public.serviceHosts.join(', ')}\``,
        },
        hostsIn,
      ),
      HANDOFF_TEAMS_SERVICE_URL: isKnown
        ? setting({ ...serviceUrl, isOptional: true }, serviceUrlIn)
        : setting(serviceUrl, serviceUrlIn),
    })
    .check(
      together(['HANDOFF_ALLOWED_SERVICE_HOSTS', 'HANDOFF_TEAMS_SERVICE_URL'], (its) => {
        const url = its.HANDOFF_TEAMS_SERVICE_URL;
        const isAllowed = url === undefined || serviceHosts(its.HANDOFF_ALLOWED_SERVICE_HOSTS)(url);
        return isAllowed ? [] : [notUsable('HANDOFF_TEAMS_SERVICE_URL', serviceUrl.expected)];
      }),
    )
    .transform((its) => ({
      cloud,
      allowsBotFrameworkTenant: its.HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT,
      botFrameworkScope: its.HANDOFF_BOT_FRAMEWORK_SCOPE,
      allowedServiceHosts: its.HANDOFF_ALLOWED_SERVICE_HOSTS,
      ...(its.HANDOFF_TEAMS_SERVICE_URL !== undefined && {
        teamsServiceUrl: its.HANDOFF_TEAMS_SERVICE_URL,
      }),
    }));
}

const serviceUrl = {
  description:
    'the Bot Connector for proactive messages, such as `https://smba.trafficmanager.net/emea/<tenant id>/`; required for `china`',
  expected: 'a service URL whose host is in HANDOFF_ALLOWED_SERVICE_HOSTS',
  whenAbsent: 'from the activity, or guessed',
};

/** A placeholder that was left in is no URL. */
const serviceUrlIn = (text: string): string | undefined =>
  /[<>{}]/.test(text) ? undefined : unwrapped(text);
