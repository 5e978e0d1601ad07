import { MatchersV3 } from '@pact-foundation/pact';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newCredentials } from '../../../simulators/bridge-environment.ts';
import { importSkill } from '../../../simulators/copilot-studio/import-skill.ts';
import { listen } from '../../../simulators/http/listen.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../simulators/microsoft-side.ts';
import type { Activity } from '../../../simulators/teams/activity.ts';
import { anId, fromState } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';
import { actions, branches, message, refusals } from './actions.ts';
import {
  activityId,
  agreedToken,
  bodyOf,
  conversationId,
  headers,
  importOptions,
  serviceUrl,
  skillApp,
} from './examples.ts';

const pact = pactFile('copilot-studio', 'handoff-bridge');
const path = '/api/messages';
let microsoft: MicrosoftSide;

beforeAll(async () => {
  const { tenantId, skillApp, copilotApp } = newCredentials();
  microsoft = await startMicrosoftSide({ tenantId, skillApp, copilotApp, dialect: 'reference' });
});

afterAll(() => microsoft.stop());

/** Calls a skill at `url` as the copilot does; what comes back is what its topic sees. */
const called = (url: string, activity: Activity, token: string = agreedToken) => {
  microsoft.connectSkill(`${url}${path}`);
  return microsoft.copilotStudio.callSkill(activity, { token });
};

describe('an activity that expects replies gets them in the answer', () => {
  const all = Object.entries({ ...actions, ...branches, ...refusals });
  test.each(all)('%s', async (description, { given: [state, parameters], of, replies }) => {
    const activity = await of({ expectReplies: true });
    return pact
      .interaction()
      .given(state, parameters && { ...parameters })
      .uponReceiving(`${description}, replies expected`)
      .withRequest('POST', path, (request) => request.headers(headers).jsonBody(bodyOf(activity)))
      .willRespondWith(200, (response) => response.jsonBody({ activities: replies }))
      .executeTest(async ({ url }) => {
        const call = await called(url, activity);
        expect(call.status).toBe(200);
        expect(call.replies).toHaveLength(replies.length);
      });
  });
});

describe('an activity that expects no replies is acknowledged; they go to the service URL', () => {
  test.each(Object.entries(actions))('%s', async (description, { given: [state], of }) => {
    const activity = await of({ expectReplies: false });
    return pact
      .interaction()
      .given(state)
      .uponReceiving(description)
      .withRequest('POST', path, (request) => request.headers(headers).jsonBody(bodyOf(activity)))
      .willRespondWith(200)
      .executeTest(async ({ url }) => {
        expect(await called(url, activity)).toMatchObject({ status: 200, replies: [] });
      });
  });
});

describe('a caller without a right token is refused', () => {
  test.each([
    ['a wrong token', 'wrong'],
    ['no token', ''],
  ])('%s', async (description, token) => {
    const activity = await message({ expectReplies: true });
    const { Authorization: _, ...nobody } = headers;
    return pact
      .interaction()
      .given('a session is open')
      .uponReceiving(`a message with ${description}`)
      .withRequest('POST', path, (request) =>
        request
          .headers(token === '' ? nobody : { ...nobody, Authorization: `Bearer ${token}` })
          .jsonBody(bodyOf(activity)),
      )
      .willRespondWith(401)
      .executeTest(async ({ url }) => {
        expect(await called(url, activity, token)).toMatchObject({ status: 401, replies: [] });
      });
  });
});

describe('the import of the skill', () => {
  test('reads the manifest', () => {
    const elsewhere = 'http://127.0.0.1:9/api/messages';
    const event = (name: string) => ({ type: MatchersV3.equal('event'), name: MatchersV3.equal(name) });
    return pact
      .interaction()
      .uponReceiving('a request for the manifest')
      .withRequest('GET', '/skill-manifest.json')
      .willRespondWith(200, (response) =>
        response.jsonBody({
          $schema: MatchersV3.regex('^https://.+$', 'https://schemas.example/skill-manifest.json'),
          $id: anId('HandoffBridge'),
          name: anId('Handoff Bridge'),
          endpoints: MatchersV3.eachLike({
            name: anId('default'),
            endpointUrl: MatchersV3.regex('^https?://.+/api/messages$', elsewhere),
            msAppId: anId(skillApp),
          }),
          activities: {
            startConversation: event('startConversation'),
            sendMessage: { type: MatchersV3.equal('message') },
            endConversation: event('endConversation'),
          },
        }),
      )
      .executeTest(async ({ url }) => {
        const findings = await importSkill(`${url}/skill-manifest.json`, importOptions);
        expect(findings).toEqual([`endpoint ${elsewhere}: not reached`]);
      });
  });

  test('checks the health of the endpoint', () =>
    pact
      .interaction()
      .given('no session is open')
      .uponReceiving('the health check of an import')
      .withRequest('POST', path, (request) =>
        request.headers(headers).jsonBody({
          type: 'endOfConversation',
          id: fromState('activityId', activityId),
          timestamp: MatchersV3.string('2026-01-31T09:30:00.000Z'),
          channelId: 'pva-studio',
          serviceUrl: fromState('serviceUrl', serviceUrl),
          from: { id: 'copilot-app', name: 'PVASkillImport', role: 'bot' },
          recipient: { id: skillApp, role: 'skill' },
          conversation: { id: fromState('conversationId', conversationId), tenantId: 'tenant-1' },
          code: 'completedSuccessfully',
          value: null,
        }),
      )
      .willRespondWith(200)
      .executeTest(async ({ url }) => {
        const front = await listen(new Hono().get('/', (c) => c.json(manifestOf(`${url}${path}`))));
        try {
          expect(await importSkill(front.url, importOptions)).toEqual([]);
        } finally {
          await front.stop();
        }
      }));
});

const manifestOf = (endpointUrl: string) => ({
  $schema: 'https://schemas.example/skill-manifest.json',
  $id: 'HandoffBridge',
  name: 'Handoff Bridge',
  endpoints: [{ name: 'default', endpointUrl, msAppId: skillApp }],
  activities: { sendMessage: { type: 'message' } },
});

test('the committed pact is the one that these tests make', () => pact.isCommitted());
