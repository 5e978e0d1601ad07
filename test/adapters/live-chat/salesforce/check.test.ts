import { describe, expect, it } from 'vitest';
import { checkSalesforce } from '../../../../src/adapters/live-chat/salesforce/check.ts';
import { organization } from './organization.ts';

type Options = NonNullable<Parameters<typeof organization>[0]>;

/** What the check finds, each point in a line. */
async function found(options: Options): Promise<readonly string[]> {
  const its = await organization(options);
  const points = await checkSalesforce(its.checked);
  expect(its.simulator.chats).toEqual([]);
  for (const { result, advice } of points) if (result !== 'fine') expect(advice).toMatch(/\w{3}/);
  return points.map(({ tried, result }) => `${result}: ${tried}`);
}

const token = 'the deployment gives a token';
const customers = 'Salesforce verifies customers';
const events = 'events can be heard';

describe('The check of Salesforce', () => {
  it.each<[string, Options, readonly string[]]>([
    ['all is set up', {}, [`fine: ${token}`, `fine: ${customers}`, `fine: ${events}`]],
    [
      'customers are taken for anonymous ones',
      { choices: { verifiesNone: true } },
      [`fine: ${token}`, `wrong: ${customers}`],
    ],
    [
      'the key is known by another id',
      { settings: { LIVECHAT_SALESFORCE_KEY_ID: 'another' } },
      [`fine: ${token}`, `wrong: ${customers}`],
    ],
    [
      'the deployment is another one',
      { settings: { LIVECHAT_SALESFORCE_DEPLOYMENT: 'Another' } },
      [`wrong: ${token}`],
    ],
    [
      'no stream can be had',
      { choices: { isAway: true } },
      [`fine: ${token}`, `fine: ${customers}`, `unknown: ${events}`],
    ],
  ])('says so where %s, and begins no conversation', async (_, options, expected) => {
    expect(await found(options)).toEqual(expected);
  });
});
