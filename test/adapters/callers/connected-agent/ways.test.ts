import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../../../simulators/entra/entra.ts';
import { type ConnectedBridge, startConnectedBridge } from './orchestrator.ts';

let world: ConnectedBridge;
beforeAll(async () => {
  world = await startConnectedBridge();
});
afterAll(() => world.stop());

const inBody = { deliveryMode: 'expectReplies' };
const refusal = (reason: string) =>
  world.logLines
    .map((line) => JSON.parse(line))
    .findLast((line) => line.msg === 'refused' && line.reason === reason);

describe('The way in which a copilot calls', () => {
  it.each(['connectoruser', 'connectorUser', 'ConnectorUser'])('is told by the role %s', async (role) => {
    const anna = world.orchestrator(inBody);
    const recipient = { id: 'bridge', role };
    const { texts } = await anna.turn('Help', { recipient }, { headers: { 'x-ms-agentsdk-caller': '' } });
    expect(texts.join()).toMatch(/asked for an agent/);
  });

  it('is told by the header where the role says nothing', async () => {
    const { texts } = await world.orchestrator(inBody).turn('Help', { recipient: { id: 'bridge' } });
    expect(texts.join()).toMatch(/asked for an agent/);
  });

  it('is that of a skill for the role of one, whatever the header says: its callers are others', async () => {
    const recipient = { id: 'bridge', role: 'skill' };
    expect((await world.orchestrator(inBody).turn('Help', { recipient })).status).toBe(403);
    expect(refusal('unknown-caller')).toMatchObject({ expected: world.credentials.copilotApp.clientId });
  });

  it('of a skill is not open to the callers of the other, nor the other way round', async () => {
    const { copilotApp } = world.credentials;
    const { status } = await world
      .orchestrator(inBody)
      .turn('Help', {}, { claims: { azp: copilotApp.clientId } });
    expect(status).toBe(403);
  });

  it('is refused where the operator does not allow it', async () => {
    const skillOnly = await startConnectedBridge({ HANDOFF_CALLED_AS: 'skill' });
    expect((await skillOnly.orchestrator(inBody).turn('Help')).status).toBe(403);
    const token = await skillOnly.microsoft.entra.sign(skillOnly.microsoft.entra.claims());
    expect((await skillOnly.orchestrator(inBody).turn('Help', {}, { token })).status).toBe(403);
    expect(skillOnly.logLines.join('')).toContain('way-not-allowed');
    await skillOnly.stop();
  });
});

describe('A token of a connection', () => {
  const own = () => world.credentials.skillApp.clientId;
  const ofTenant = () => world.credentials.tenantId;

  it.each<[string, () => Claims]>([
    ['for our app', () => ({})],
    [
      'for its api:// URI, of version 1.0',
      () => ({
        aud: `api://${own()}`,
        azp: undefined,
        appid: own(),
        iss: `https://sts.windows.net/${ofTenant()}/`,
      }),
    ],
  ])('%s is taken', async (_, claims) => {
    expect((await world.orchestrator(inBody).turn('Help', {}, { claims: claims() })).status).toBe(200);
  });

  it.each<[string, number, () => Claims]>([
    ['for another app', 401, () => ({ aud: randomUUID() })],
    ['for another URI of the app', 401, () => ({ aud: `api://${own()}/other` })],
    ['of another tenant', 401, () => ({ tid: randomUUID() })],
    ['of Bot Framework', 401, () => ({ iss: 'https://api.botframework.com' })],
    ['of another connection', 403, () => ({ azp: randomUUID() })],
  ])('%s is refused', async (_, status, claims) => {
    expect((await world.orchestrator(inBody).turn('Help', {}, { claims: claims() })).status).toBe(status);
  });

  it.each([
    ['none', '', {}],
    ['a static key', 'a-static-key-of-a-connection', {}],
    ['a static key elsewhere', '', { 'x-api-key': 'a-static-key', 'api-key': 'a-static-key' }],
  ])('cannot be %s', async (_, token, headers) => {
    expect((await world.orchestrator(inBody).turn('Help', {}, { token, headers })).status).toBe(401);
  });

  it('is for one URI alone where the operator says which', async () => {
    const uri = `api://${randomUUID()}`;
    const strict = await startConnectedBridge({ HANDOFF_CONNECTED_AGENT_AUDIENCES: uri });
    const anna = strict.orchestrator(inBody);
    expect((await anna.turn('Help')).status).toBe(401);
    expect((await anna.turn('Help', {}, { claims: { aud: uri } })).status).toBe(200);
    await strict.stop();
  });
});

describe('A callback', () => {
  it('of a host that is not allowed is refused; the log names the host, and nothing of the query', async () => {
    const serviceUrl = 'https://evil.example/external-agent?sig=THE-SECRET-SIGNATURE';
    const { status, body } = await world.orchestrator(inBody).turn('Help', { serviceUrl });
    expect(status).toBe(403);
    expect(refusal('service-host-not-allowed')).toMatchObject({ host: 'evil.example' });
    expect(body + world.logLines.join('')).not.toContain('THE-SECRET');
  });

  it.each([8000, 9000])('of %i characters is taken up to 8 KB', async (length) => {
    const serviceUrl = `${world.callbacks.url}/x?sig=`.padEnd(length, 'a');
    const { status } = await world.orchestrator(inBody).turn('Help', { serviceUrl });
    expect(status).toBe(length > 8192 ? 400 : 200);
  });
});
