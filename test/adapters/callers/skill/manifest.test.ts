import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const fetchManifest = () => fetch(`${world.url}/skill-manifest.json`);

describe('The skill manifest', () => {
  it('is served without authentication, as valid JSON of less than 500 KB', async () => {
    const answer = await fetchManifest();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const text = await answer.text();
    expect(text.length).toBeLessThan(100_000);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it('names endpoint and app of the configuration', async () => {
    expect(await (await fetchManifest()).json()).toMatchObject({
      endpoints: [
        {
          protocol: 'BotFrameworkV3',
          endpointUrl: `${world.url}/api/messages`,
          msAppId: world.credentials.skillApp.clientId,
        },
      ],
    });
  });

  it.each([
    ['startConversation', 'event', ['ProblemDescription', 'Transcript', 'Context']],
    ['sendMessage', 'message', ['LiveChatConversationId', 'ProblemDescription']],
    ['endConversation', 'event', ['LiveChatConversationId']],
  ])('names the action %s (%s) with its inputs and outputs', async (name, type, inputs) => {
    const manifest = JSON.parse(await (await fetchManifest()).text());
    const action = manifest.activities[name];
    const definitionOf = ({ $ref }: { $ref: string }) =>
      manifest.definitions[$ref.replace('#/definitions/', '')];
    expect(action.type).toBe(type);
    if (type === 'event') expect(action.name).toBe(name);
    expect(Object.keys(definitionOf(action.value).properties)).toEqual(inputs);
    const outputs = definitionOf(action.resultValue).properties;
    expect(Object.keys(outputs)).toEqual(['LiveChatConversationId', 'HandoffStatus', 'Reason']);
    expect(outputs.HandoffStatus.enum).toEqual([
      'queued',
      'active',
      'already-open',
      'ended',
      'none',
      'closed',
      'no-agents',
      'unavailable',
      'unsupported-channel',
    ]);
  });

  it('is one that Copilot Studio imports', async () => {
    expect(await world.microsoft.copilotStudio.importSkill(`${world.url}/skill-manifest.json`)).toEqual([]);
  });
});
