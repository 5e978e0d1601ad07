import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { app, findingsOf } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';

const asAgent = { HANDOFF_CALLED_AS: 'connected-agent', HANDOFF_CALLBACK_HOSTS: '.powerapps.com' };

const withoutCopilot = {
  [app('CopilotStudioBot', 'TenantId')]: undefined,
  [app('CopilotStudioBot', 'ClientId')]: undefined,
  [app('CopilotStudioBot', 'ClientSecret')]: undefined,
};

describe('A bridge that is called as a connected agent', () => {
  it('needs no app of the copilot, and then knows no Teams', () => {
    expect(findingsOf({ ...asAgent, ...withoutCopilot })).toEqual([]);
    const { copilotApp, allowedCallers } = readConfig({ ...goodEnvironment(), ...asAgent });
    expect([copilotApp, allowedCallers]).toEqual([undefined, undefined]);
  });

  it.each(['skill', 'both'])('needs it with %s, and the findings say which way it is for', (way) => {
    const findings = findingsOf({ ...asAgent, HANDOFF_CALLED_AS: way, ...withoutCopilot });
    expect(findings).toHaveLength(3);
    expect(findings[2]).toMatch(/ClientSecret is missing; .*needed with HANDOFF_CALLED_AS=skill and both/);
  });

  it.each(['connected-agent', 'both'])('needs to know with %s where callbacks may lead', (way) => {
    const findings = findingsOf({ HANDOFF_CALLED_AS: way });
    expect(findings).toEqual([expect.stringMatching(/^HANDOFF_CALLBACK_HOSTS is missing/)]);
  });

  it('takes only what it is told', () => {
    const id = randomUUID();
    const { connectedAgent } = readConfig({
      ...goodEnvironment(),
      ...asAgent,
      HANDOFF_CONNECTED_AGENT_CALLERS: id,
      HANDOFF_CONNECTED_AGENT_AUDIENCES: `${id}, api://bridge.contoso.com`,
      HANDOFF_GOODBYE_PHRASES: 'Tschüss, ciao',
      HANDOFF_AFTER_END_SECONDS: '5',
    });
    expect(connectedAgent).toEqual({
      callbackHosts: ['.powerapps.com'],
      callers: [id],
      audiences: [id, 'api://bridge.contoso.com'],
      goodbyes: ['Tschüss', 'ciao'],
      afterEndMs: 5000,
    });
  });

  it.each([
    ['HANDOFF_CALLED_AS', 'agent'],
    ['HANDOFF_CALLBACK_HOSTS', '*'],
    ['HANDOFF_CALLBACK_HOSTS', 'https://a.powerapps.com'],
    ['HANDOFF_CALLBACK_HOSTS', '.azurewebsites.net'],
    ['HANDOFF_CONNECTED_AGENT_CALLERS', '*'],
    ['HANDOFF_CONNECTED_AGENT_AUDIENCES', '*'],
    ['HANDOFF_CONNECTED_AGENT_AUDIENCES', 'https://graph.microsoft.com'],
    ['HANDOFF_GOODBYE_PHRASES', '!, .'],
    ['HANDOFF_AFTER_END_SECONDS', '-1'],
  ])('does not start with %s=%s', (name, value) => {
    expect(findingsOf({ ...asAgent, [name]: value }).join()).toContain(name);
  });
});
