import { zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { SolutionProblem } from '../../../simulators/solution/problem.ts';
import { readSolution } from '../../../simulators/solution/read/read-solution.ts';
import { actionsOf } from '../../../simulators/solution/solution.ts';
import { agent, agentWith, agentZip, dataOf, topicOf, zipOf } from './agent-zip.ts';
import { perform } from './performance.ts';
import { send } from './topic-yaml.ts';

const problemOf = (read: () => unknown): string => {
  try {
    read();
  } catch (cause) {
    if (cause instanceof SolutionProblem) return cause.message;
    throw cause;
  }
  return 'none';
};

describe('A solution', () => {
  it('is read with its agent, topics, skills and variables', () => {
    const solution = readSolution(agentZip({}, { appId: 'app-1' }));
    expect(solution).toMatchObject({
      name: 'HandoverAgent',
      version: '1.0.0.0',
      agent: { schemaName: agent },
    });
    expect(solution.topics.map(({ name }) => name)).toEqual([
      'Escalate',
      'Escalate to Live Chat',
      'Fallback',
      'Goodbye Live Chat',
      'Greeting',
      'On Error',
    ]);
    expect(solution.skills).toMatchObject([
      {
        name: 'Handoff Bridge',
        actions: [
          { id: 'endConversation', type: 'event' },
          { id: 'sendMessage', type: 'message' },
        ],
      },
    ]);
    expect(solution.variables).toContainEqual({
      name: 'Transcript',
      isGivenFromOutside: true,
      defaultValue: undefined,
    });
    expect(solution.environment.find(({ schemaName }) => schemaName.endsWith('AppId'))?.value).toBe('app-1');
  });

  it('knows the line of every action', () => {
    const solution = agentWith({
      'topic.Lines': topicOf(
        'lines',
        '- kind: SendActivity\n  activity: one\n\n- kind: SendActivity\n  activity: two',
      ),
    });
    const topic = solution.topics.find(({ name }) => name === 'Lines');
    expect(topic && actionsOf(topic).map(({ place }) => place.line)).toEqual([9, 12]);
  });

  it('may have topics that are switched off', () => {
    const files = {
      ...filesOf(),
      [`botcomponents/${agent}.topic.Off/data`]: topicOf('off', '- kind: EndDialog'),
    };
    const xml = `<botcomponent schemaname="${agent}.topic.Off"><componenttype>9</componenttype><statecode>1</statecode></botcomponent>`;
    const solution = readSolution(
      zipOf({ ...files, [`botcomponents/${agent}.topic.Off/botcomponent.xml`]: xml }),
    );
    expect(solution.topics.map(({ name, isActive }) => [name, isActive])).toEqual([
      [`${agent}.topic.Off`, false],
    ]);
  });
});

const filesOf = () => ({
  'solution.xml':
    '<ImportExportXml><SolutionManifest><UniqueName>S</UniqueName><Version>1.0.0.0</Version></SolutionManifest></ImportExportXml>',
  [`bots/${agent}/bot.xml`]: `<bot schemaname="${agent}"><name>Agent &amp; Co</name></bot>`,
});

describe('A file that cannot be read costs that file', () => {
  const topic = dataOf('topic.Greeting');
  test.each<[string, string, string]>([
    [
      'broken YAML',
      'kind: AdaptiveDialog\nbeginDialog: [',
      `${topic}:2: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]`,
    ],
    ['an alias', 'a: &x [1]\nb: *x', `${topic}:2: has an alias, which an export never has`],
    ['deep nesting', `a: ${'['.repeat(150)}${']'.repeat(150)}`, `${topic}:1: is nested deeper than 100`],
    ['text in place of a topic', 'hello', `${topic}:1: a topic has to be a map`],
    [
      'a phrase that is a list',
      topicOf('[a, b]', '- kind: EndDialog'),
      `${topic}:7: a phrase has to be text`,
    ],
  ])('%s', async (_, text, message) => {
    const solution = agentWith({ 'topic.Greeting': text, 'topic.Other': topicOf('other', send('there')) });
    expect(solution.unreadable.map((problem) => problem.message)).toEqual([message]);
    const { says, problems } = perform(solution);
    expect(await says('other')).toEqual(['there']);
    expect(problems).toEqual([]);
  });

  it('but the phrases that stand in it, which begin it and say where it stops', async () => {
    const broken = topicOf('status', send('x')).replace('  actions:', '   actions:');
    const { says, problems } = perform(agentWith({ 'topic.Broken': broken }));
    expect(await says('status')).toEqual(['stopped']);
    expect(problems).toEqual([expect.stringMatching(/topic\.Broken\/data:\d+: "Broken": is not YAML/)]);
  });

  it.each([
    ['~', '~'],
    ['null', 'null'],
    ['007', '007'],
    ['1.0', '1.0'],
    ['true', 'true'],
    ['no', 'no'],
  ])('and a phrase is text, whatever YAML takes it for: %s', async (phrase, said) => {
    const { topics } = agentWith({ 'topic.Odd': topicOf(phrase, send('odd')) });
    expect(topics.find(({ name }) => name === 'Odd')?.begin.phrases.map(({ text }) => text)).toEqual([said]);
  });

  it('and a skill with activities of other types keeps those that can be sent', () => {
    const invoke = (text: string) => text.replace('activityType: event', 'activityType: invoke');
    const { skills, unreadable } = agentWith({ 'skill.HandoffBridge': invoke });
    expect(unreadable).toEqual([]);
    expect(skills[0]?.actions.map(({ type }) => type)).toEqual(expect.arrayContaining(['other', 'message']));
  });
});

describe('A solution that cannot be read is refused with file and line', () => {
  test.each<[string, () => Uint8Array, string]>([
    ['no zip', () => new TextEncoder().encode('hello'), 'the zip:1: is not a zip: invalid zip data'],
    ['a zip of something else', () => zipOf({ 'a.txt': 'a' }), 'solution.xml:1: is not in the zip'],
    [
      'no agent',
      () => zipOf({ 'solution.xml': filesOf()['solution.xml'] ?? '' }),
      'bots/:1: has no bot.xml: the solution contains no agent',
    ],
    [
      'two agents',
      () => zipOf({ ...filesOf(), 'bots/z/bot.xml': '<bot schemaname="z"><name>Z</name></bot>' }),
      `bots/:1: has 2 agents; choose one of them with --agent NAME: "Agent & Co" (${agent}), "Z" (z)`,
    ],
    [
      'broken XML',
      () => zipOf({ ...filesOf(), 'solution.xml': '<a>\n<b></a>' }),
      "solution.xml:2: is not XML: Expected closing tag 'b' (opened in line 2, col 1) instead of closing tag 'a'.",
    ],
    [
      'XML of another kind',
      () => zipOf({ ...filesOf(), 'solution.xml': '<a/>' }),
      'solution.xml:1: ImportExportXml: Invalid input: expected object, received undefined',
    ],
    [
      'entities that grow',
      () => zipOf({ ...filesOf(), 'solution.xml': '\n<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>' }),
      'solution.xml:2: has a DOCTYPE, which an export never has',
    ],
  ])('%s', (_, zip, message) => {
    expect(problemOf(() => readSolution(zip()))).toBe(message);
  });

  it('is not fooled by a zip bomb', () => {
    const huge = new Uint8Array(3_000_000);
    const bomb = zipSync({ [`botcomponents/${agent}.topic.Bomb/data`]: huge }, { level: 9 });
    expect(bomb.byteLength).toBeLessThan(10_000);
    expect(problemOf(() => readSolution(bomb))).toMatch(/topic\.Bomb\/data:1: is larger than 2000000 bytes/);
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`botcomponents/${index}/data`, huge.subarray(0, 1_900_000)]),
    );
    expect(problemOf(() => readSolution(zipSync(many, { level: 1 })))).toBe(
      'the zip:1: unpacks to more than 40000000 bytes',
    );
  });

  it('is not fooled by a bomb that lies about its size', () => {
    const file = `botcomponents/${agent}.topic.Liar/data`;
    const bomb = zipSync({ ...encoded(filesOf()), [file]: new Uint8Array(1_000_000) }, { level: 9 });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    for (let at = 0; at + 46 < bomb.byteLength; at += 1) {
      const isEntry = view.getUint32(at, true) === 0x02014b50;
      if (isEntry && view.getUint32(at + 24, true) === 1_000_000) view.setUint32(at + 24, 10, true);
    }
    expect(problemOf(() => readSolution(bomb))).not.toMatch(/1000000/);
  });

  it('leaves pictures and everything else packed', () => {
    const zip = zipSync({ ...encoded(filesOf()), 'Assets/picture.png': new Uint8Array(3_000_000) });
    expect(readSolution(zip).agent.name).toBe('Agent & Co');
  });
});

const encoded = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
