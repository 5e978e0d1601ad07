import { describe, expect, it, test } from 'vitest';
import { ask, inATopic, send } from './topic-yaml.ts';

/** What the customer reads of the value that an answer is, in a question for an entity. */
async function taken(entity: string, answer: string): Promise<readonly string[]> {
  const { says } = inATopic(`${ask('X', entity)}\n${send('"got {Topic.X}"')}`);
  await says('try');
  return says(answer);
}

describe('The answer to a question', () => {
  test.each([
    ['Date', 'on 1/31/2026 please', 'got 1/31/2026'],
    ['Date', '2026-01-31', 'got 1/31/2026'],
    ['Date', 'January 31st, 2026', 'got 1/31/2026'],
    ['Date', '31 January 2026', 'got 1/31/2026'],
    ['DateTime', '1/31/2026 at 3:30 pm', 'got 1/31/2026 3:30 PM'],
    ['Age', "I'm 42 years old", 'got 42'],
    ['Money', 'It costs $1,000', 'got 1000'],
    ['Percentage', '15%', 'got 15'],
    ['Weight', '70kg', 'got 70'],
    ['City', 'Seattle', 'got Seattle'],
    ['PersonName', 'Ria de Vries', 'got Ria de Vries'],
    ['ZipCode', 'my zip is 98052', 'got 98052'],
  ])('%s: %s', async (entity, answer, said) => {
    expect(await taken(entity, answer)).toEqual([said]);
  });

  test.each([
    ['Date', 'tomorrow'],
    ['Date', '2026-02-30'],
    ['Age', 'old enough'],
    ['City', 'I do not know what you mean by that'],
  ])('is none for %s: %s', async (entity, answer) => {
    expect(await taken(entity, answer)).toEqual(['X?']);
  });

  it('goes to a skill as other systems write a time', async () => {
    const call = `${ask('X', 'Date')}\n- kind: InvokeSkillAction\n  id: call\n  skillId: handoff_handoverAgent.skill.HandoffBridge\n  actionId: sendMessage\n  input:\n    binding:\n      Day: =Topic.X`;
    const { says, asked } = inATopic(call);
    await says('try');
    await says('1/31/2026');
    expect(asked.map(({ value }) => value)).toEqual([{ Day: '2026-01-31' }]);
  });
});
