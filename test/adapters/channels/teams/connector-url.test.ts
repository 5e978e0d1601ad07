import { describe, expect, it } from 'vitest';
import { clouds } from '../../../../src/adapters/bot-framework/clouds.ts';
import { referenceOf } from '../../../../src/adapters/bot-framework/conversation-reference.ts';
import type { InboundActivity } from '../../../../src/adapters/bot-framework/inbound-activity.ts';
import { serviceHosts } from '../../../../src/adapters/bot-framework/service-hosts.ts';
import { teamsChannel } from '../../../../src/adapters/channels/teams/teams-channel.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import type { CustomerChannel } from '../../../../src/application/ports/customer-channel.ts';

const allowsServiceUrl = serviceHosts(['smba.trafficmanager.net', '.powerapps.com']);
const activity: InboundActivity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/x/',
  conversation: { id: 'a:1' },
  from: { id: '29:1' },
};
const placeOf = (more: Partial<InboundActivity> = {}, set = {}) => {
  const asked = { ...activity, ...more };
  const post = async () => ({ outcome: 'delivered' }) as const;
  const pace = { perSecond: 50, threadLimits: [] };
  const using = { clock: systemClock, guard: (channel: CustomerChannel) => channel };
  const teams = teamsChannel({ post, pace, allowsServiceUrl, ...set }, using);
  const { tenantId } = referenceOf(asked, 'our-tenant');
  return teams.placeOf(asked, { tenantId, copilotAppId: 'copilot-app' });
};
const connectorOf = (more: Partial<InboundActivity>, set = {}) =>
  String(placeOf(more, set).channelServiceUrl);

describe('The Bot Connector of a conversation', () => {
  it.each([
    ['https://pvaruntime-us.example.powerapps.com/', 'amer'],
    ['https://pvaruntime-eu.example.powerapps.com/', 'emea'],
    ['https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/', 'emea'],
    ['https://pvaruntime.us-il102.gateway.prod.island.powerapps.com/', 'amer'],
    ['https://pvaruntime.uk.powerapps.com/', 'emea'],
    ['https://pvaruntime-ap.example.powerapps.com/', 'apac'],
    ['https://pvaruntime.asia.powerapps.com/', 'apac'],
    ['https://pvaruntime-jp.example.powerapps.com/', 'apac'],
  ])("is guessed from the runtime's host: %s is %s", (serviceUrl, region) => {
    expect(connectorOf({ serviceUrl })).toBe(`https://smba.trafficmanager.net/${region}/our-tenant/`);
  });

  it('is the one for all regions when the runtime names none', () => {
    const serviceUrl = 'https://pvaruntime.example.powerapps.com/';
    expect(connectorOf({ serviceUrl })).toBe('https://smba.trafficmanager.net/teams/');
  });

  it.each([
    ['gcc', 'https://smba.infra.gcc.teams.microsoft.com/teams'],
    ['gcc-high', 'https://smba.infra.gov.teams.microsoft.us/teams'],
    ['dod', 'https://smba.infra.dod.teams.microsoft.us/teams'],
  ] as const)('is that of the cloud %s, whatever region the runtime names', (name, connector) => {
    const serviceUrl = 'https://pvaruntime-us.example.powerapps.com/';
    expect(connectorOf({ serviceUrl }, { cloud: clouds[name] })).toBe(connector);
  });

  it.each([
    'https://smba.infra.gcc.teams.microsoft.com/teams',
    'https://smba.infra.gov.teams.microsoft.us/teams/',
    'https://connector.contoso.com/teams',
    'http://127.0.0.1:5002/teams',
  ])('is the one that the reference names and the operator allows, as it is: %s', (serviceUrl) => {
    const allowsServiceUrl = serviceHosts([new URL(serviceUrl).host, '.powerapps.com']);
    expect(connectorOf({ relatesTo: { serviceUrl } }, { allowsServiceUrl })).toBe(serviceUrl);
  });

  it("is the activity's own service URL only when that is a Bot Connector", () => {
    const allowsServiceUrl = serviceHosts(['smba.infra.gcc.teams.microsoft.com', '127.0.0.1:5002']);
    const serviceUrl = 'https://smba.infra.gcc.teams.microsoft.com/teams';
    expect(connectorOf({ serviceUrl }, { allowsServiceUrl })).toBe(serviceUrl);
    const copilot = { serviceUrl: 'http://127.0.0.1:5002/copilot-studio/' };
    expect(connectorOf(copilot, { allowsServiceUrl })).toBe('https://smba.trafficmanager.net/teams/');
  });

  it.each([
    'https://pvaruntime.us-il102.gateway.prod.island.powerapps.com/',
    'https://x.eu.powerapps.com/',
    'https://directline.botframework.com/',
  ])('is never the runtime of a copilot: %s', (serviceUrl) => {
    const allowsServiceUrl = serviceHosts(['.powerapps.com', '.botframework.com']);
    const connector = connectorOf({ relatesTo: { serviceUrl } }, { allowsServiceUrl });
    expect(new URL(connector).hostname).toBe('smba.trafficmanager.net');
  });

  it('is what the operator set, whatever the activity says', () => {
    const teamsServiceUrl = 'https://smba.trafficmanager.net/emea/t/';
    const serviceUrl = 'https://smba.trafficmanager.net/amer/t/';
    expect(connectorOf({ relatesTo: { serviceUrl }, serviceUrl }, { teamsServiceUrl })).toBe(teamsServiceUrl);
  });

  it("is the reference's when that is Teams', and no other", () => {
    const serviceUrl = 'https://smba.trafficmanager.net/in/t/';
    expect(connectorOf({ relatesTo: { serviceUrl } })).toBe(serviceUrl);
    expect(connectorOf({ serviceUrl })).toBe(serviceUrl);
    for (const hostile of ['https://evil.example/', 'http://smba.trafficmanager.net/', 'nonsense', '']) {
      expect(connectorOf({ relatesTo: { serviceUrl: hostile } })).toMatch(
        /^https:\/\/smba\.trafficmanager\.net\//,
      );
    }
  });

  it("has the activity's tenant, wherever it stands", () => {
    const channelData = { tenant: { id: 'data-tenant' } };
    expect(connectorOf({ channelData })).toContain('/data-tenant/');
    expect(
      connectorOf({ channelData, conversation: { id: 'a', tenantId: 'conversation-tenant' } }),
    ).toContain('/conversation-tenant/');
  });
});

describe('The copilot, as Teams knows it,', () => {
  it('is the one of the reference, or else its app', () => {
    expect(placeOf().botId).toBe('28:copilot-app');
    expect(placeOf({ relatesTo: { bot: { id: '28:other' } } }).botId).toBe('28:other');
  });
});
