import { expect, it } from 'vitest';
import { apiKey, bridgeUrl, simulatedZendesk, webhookSecret } from './world.ts';

const world = simulatedZendesk();
const target = `${bridgeUrl}/api/livechat/zendesk`;

async function resultsOf(changes: Parameters<typeof world.opened>[0] = {}, choices: object = {}) {
  world.simulator.behave({ choices: { webhookTarget: target, webhookSecret, ...choices } });
  const points = await world.opened(changes).check();
  for (const { result, advice } of points) if (result !== 'fine') expect(advice).toMatch(/\w/);
  expect(JSON.stringify(points)).not.toContain(apiKey);
  expect(JSON.stringify(points)).not.toContain(webhookSecret);
  return points.map(({ tried, result }) => `${result}: ${tried}`);
}

it('The check of Zendesk finds all in order, and leaves nothing there', async () => {
  const results = await resultsOf();
  expect(results).toHaveLength(7);
  for (const result of results) expect(result).toMatch(/^fine: /);
  expect(world.simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
});

it.each([
  [{ LIVECHAT_ZENDESK_KEY_SECRET: `${apiKey}x` }, {}, 'wrong: the API key opens the app'],
  [{ LIVECHAT_ZENDESK_APP_ID: 'another' }, {}, 'wrong: the API key opens the app'],
  [{ LIVECHAT_ZENDESK_INTEGRATION: 'none' }, {}, 'wrong: none is in the switchboard'],
  [{}, { webhookTarget: 'https://else.example' }, `unknown: a webhook points at ${target}`],
  [{}, { webhookSecret: 'another' }, 'wrong: its secret is LIVECHAT_ZENDESK_WEBHOOK_SECRET'],
  [{ LIVECHAT_ZENDESK_SCHEDULE_ID: '5' }, {}, 'wrong: Zendesk Support tells the business hours'],
  [{ LIVECHAT_ZENDESK_SUPPORT_URL: 'http://127.0.0.1:9' }, {}, 'wrong: Zendesk Support says who is online'],
])('The check of Zendesk with %j and %j finds what is wrong', async (changes, choices, expected) => {
  expect(await resultsOf(changes, choices)).toContain(expected);
});
