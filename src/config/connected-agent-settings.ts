import { z } from 'zod';
import type { AppConnection } from '../adapters/bot-framework/identity/tokens/app-connection.ts';
import { missing } from '../adapters/settings/findings.ts';
import { unwrapped } from '../adapters/settings/guid.ts';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { isSecret } from '../adapters/settings/secrets.ts';
import { setting } from '../adapters/settings/setting.ts';
import { partsOf } from '../adapters/settings/texts.ts';
import { appIdsIn } from './app-ids.ts';
import { hostsIn } from './service-host-list.ts';

const callbackSecretExpected =
  'random texts of at least 16 characters and not an example, several comma-separated';

/** What a connected agent needs of its own; read where `HANDOFF_CALLED_AS` takes calls of that way. */
export const connectedAgentSettings = z
  .object({
    HANDOFF_CALLBACK_HOSTS: setting(
      {
        description:
          'hosts to which words for customers of a [connected agent](connect-copilot-studio.md#as-a-connected-agent) may go: `host` or `host:port`; a leading dot takes subdomains. Required with `connected-agent` and `both`',
        expected:
          'host or host:port, comma-separated; a leading dot takes subdomains; HANDOFF_CALLED_AS takes calls of a connected agent',
        example: '.powerapps.com',
        whenAbsent: 'none',
      },
      hostsIn,
    ),
    HANDOFF_CONNECTED_AGENT_CALLERS: setting(
      {
        description: 'app ids of connections that may call the connected agent, GUIDs, comma-separated',
        expected: 'app ids, which are GUIDs, comma-separated; * is not allowed',
        isOptional: true,
        whenAbsent: 'the app id of the LiveChat connection',
      },
      appIdsIn,
    ),
    HANDOFF_CONNECTED_AGENT_AUDIENCES: setting(
      {
        description:
          'the *Resource URL* of the connection, as tokens name it: the app id of the LiveChat connection, or an `api://` URI of it; comma-separated',
        expected: 'app ids, which are GUIDs, or URIs that begin with api://, comma-separated',
        isOptional: true,
        whenAbsent: 'that app id, and `api://` with it',
      },
      audiencesIn,
    ),
    HANDOFF_CALLBACK_SECRET: setting(
      {
        description:
          'with what addresses of customers of a connected agent are sealed where sessions are stored: random, at least 16 characters; two, comma-separated, during rotation',
        expected: callbackSecretExpected,
        isSecret: true,
        isOptional: true,
        whenAbsent: 'the client secret of the LiveChat connection; required where it has none',
      },
      secretsIn,
    ),
    HANDOFF_GOODBYE_PHRASES: setting(
      {
        description:
          'whole messages, beside the end command, with which a customer of a connected agent ends the chat, comma-separated; case, blanks and punctuation do not count',
        expected: 'texts with letters in them, comma-separated',
        byDefault: 'good bye, bye, end chat',
      },
      phrasesIn,
    ),
    HANDOFF_AFTER_END_SECONDS: numberSetting({
      description:
        'time after the end of a chat in which words of a customer of a connected agent, such as "thanks!", open no new one',
      min: 0,
      max: 3600,
      byDefault: 60,
    }),
  })
  .transform((its) => ({
    callbackHosts: its.HANDOFF_CALLBACK_HOSTS,
    callers: its.HANDOFF_CONNECTED_AGENT_CALLERS,
    audiences: its.HANDOFF_CONNECTED_AGENT_AUDIENCES,
    callbackSecrets: its.HANDOFF_CALLBACK_SECRET,
    goodbyes: its.HANDOFF_GOODBYE_PHRASES,
    afterEndMs: its.HANDOFF_AFTER_END_SECONDS * 1000,
  }));

function audiencesIn(text: string): readonly string[] | undefined {
  const given = partsOf(text).map(unwrapped);
  const audiences = given.map((each) => (/^api:\/\/[\w.~/-]+$/i.test(each) ? each : appIdsIn(each)?.[0]));
  const known = audiences.filter((each) => each !== undefined);
  return known.length > 0 && known.length === audiences.length ? known : undefined;
}

function secretsIn(text: string): readonly string[] | undefined {
  const secrets = partsOf(text);
  return secrets.length > 0 && secrets.every(isSecret) ? secrets : undefined;
}

/** Replicas share nothing else that could seal. */
export const needsCallbackSecret = ({
  skillApp,
  connectedAgent,
}: {
  readonly skillApp: AppConnection;
  /** Absent where the bridge is not called as a connected agent. */
  readonly connectedAgent: { readonly callbackSecrets: unknown } | undefined;
}): readonly string[] =>
  connectedAgent && connectedAgent.callbackSecrets === undefined && skillApp.credential.kind !== 'secret'
    ? [missing('HANDOFF_CALLBACK_SECRET', callbackSecretExpected)]
    : [];

function phrasesIn(text: string): readonly string[] | undefined {
  const phrases = partsOf(text);
  return phrases.length > 0 && phrases.every((each) => /\p{L}/u.test(each)) ? phrases : undefined;
}
