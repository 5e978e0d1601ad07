import { authenticatedFor } from '../adapters/bot-framework/identity/admission.ts';
import { authentication } from '../adapters/bot-framework/identity/authentication.ts';
import { postActivity } from '../adapters/bot-framework/post-activity.ts';
import { type CallerParts, openCallers } from '../adapters/callers/callers.ts';
import { messagesRoutes } from '../adapters/callers/messages-routes.ts';
import { byId } from '../application/by-id.ts';
import { admissionsIn } from './admissions.ts';
import type { Parts } from './parts/parts.ts';
import { moduleOf } from './provide.ts';

const needs = [
  'requestHandoff',
  'relayCustomerMessage',
  'relayCustomerTyping',
  'takeCustomerTurn',
  'takeTurnWords',
  'renewAddress',
  'endHandoff',
  'allowsServiceUrl',
  'allowsCallback',
  'postCallback',
  'callbackSeal',
  'config',
  'skillTokens',
  'openChannels',
] as const satisfies readonly (keyof Parts)[];

type Given = Pick<Parts, (typeof needs)[number]>;

/** Absent where the bridge is not called in this way. */
function skillParts({ config, skillTokens, openChannels, ...its }: Given): CallerParts['skill'] {
  const { skillApp, publicUrl, skill: dialect, settings } = config;
  const admission = admissionsIn(config).skill;
  return (
    admission && {
      ...its,
      admission,
      sentences: settings.sentences,
      tenantId: skillApp.tenantId,
      post: postActivity(skillTokens, its.allowsServiceUrl),
      manifest: { publicUrl, appId: skillApp.clientId },
      dialect,
      channels: openChannels.filter(({ reachedBy }) => reachedBy === 'skill'),
    }
  );
}

function connectedAgentParts({ config, openChannels, ...its }: Given): CallerParts['connectedAgent'] {
  const { skillApp, skill, settings, connectedAgent } = config;
  const admission = admissionsIn(config).connectedAgent;
  const channel = openChannels.find(({ reachedBy }) => reachedBy === 'connected-agent');
  if (!admission || !channel || !connectedAgent) return undefined;
  return {
    ...its,
    admission,
    sentences: settings.sentences,
    tenantId: skillApp.tenantId,
    allowsServiceUrl: its.allowsCallback,
    post: its.postCallback,
    seal: its.callbackSeal,
    channel,
    endPhrases: [skill.endCommand, ...connectedAgent.goodbyes],
    afterEndMs: connectedAgent.afterEndMs,
  };
}

/** How copilots reach the bridge. */
export const callersModule = moduleOf(({ provide, contribute }) => {
  provide(
    'openCallers',
    (its) => {
      const [skill, connectedAgent] = [skillParts(its), connectedAgentParts(its)];
      return openCallers({ ...(skill && { skill }), ...(connectedAgent && { connectedAgent }) });
    },
    needs,
  );
  provide('callers', (its) => byId(its.openCallers), ['openCallers']);
  provide(
    'authenticate',
    ({ openCallers }) => authentication(authenticatedFor(openCallers.map(({ admission }) => admission))),
    ['openCallers'],
  );
  contribute(
    'routes',
    ({ openCallers: callers, ...its }) => [
      messagesRoutes({ ...its, callers }),
      ...callers.flatMap(({ routes }) => routes ?? []),
    ],
    ['openCallers', 'authenticate', 'throttles', 'log'],
  );
});
