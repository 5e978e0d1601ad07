import { describe, expect, it } from 'vitest';
import { NoStory } from '../../../simulators/simulate/language/no-story.ts';
import { readStory } from '../../../simulators/simulate/language/read-story.ts';
import { verbs } from '../../../simulators/simulate/verbs/verbs.ts';

const head = 'story: A story\nwhy: It is short.\n';

/** What is wrong with a story of these steps. */
function findings(steps: string, before = head): readonly string[] {
  try {
    readStory('my.yaml', `${before}steps:\n${steps}`);
    return [];
  } catch (error) {
    if (error instanceof NoStory)
      return error.mistakes.map(({ file, line, text }) => `${file}:${line}: ${text}`);
    throw error;
  }
}

describe('A story', () => {
  it('is read with its lines, its names and its settings', () => {
    const story = readStory(
      'my.yaml',
      `${head}with: { idle after: 20 min, live chat: contoso-sample }\nsteps:\n  - customer Ria says: Hello\n  - wait: 1.5 h\n`,
    );
    expect(story).toEqual({
      file: 'my.yaml',
      title: 'A story',
      why: 'It is short.',
      tags: [],
      settings: { idleMs: 1_200_000, liveChat: 'contoso-sample' },
      steps: [
        { line: 5, key: 'customer Ria says', value: 'Hello' },
        { line: 6, key: 'wait', value: '1.5 h' },
      ],
    });
  });

  it('with an unknown verb is refused with file, line and the nearest verb, in one line', () => {
    const [finding = ''] = findings('  - customer says: Hello\n  - costumer says: Hello\n');
    expect(finding).toBe('my.yaml:5: "costumer says" is no verb. Did you mean "customer says"?');
    expect(findings('  - agnet Dana joins: Ria\n')[0]).toContain('Did you mean "agent Dana joins"?');
    expect(findings('  - the weather is nice: today\n')).toEqual([
      'my.yaml:4: "the weather is nice" is no verb.',
    ]);
  });

  it.each([
    ['  - wait: a while\n', 'my.yaml:4: wait: "a while" is no duration; write one like'],
    ['  - wait: 5 minutes\n', 'my.yaml:4: wait: "5 minutes" is no duration. Did you mean "5 min"?'],
    [
      '  - agent sees: { contians: Hello }\n',
      'my.yaml:4: agent sees: "contians" is no key here. Did you mean "contains"?',
    ],
    [
      '  - session ends: custmer\n',
      'session ends: "custmer" is none of its values. Did you mean "customer"?',
    ],
    ['  - customer says: 4711\n', 'customer says: 4711 is no text until it stands in quotes: "4711"'],
    ['  - customer says:\n', 'customer says: needs a value: a text'],
    ['  - copilot has the conversation: yes\n', 'takes no value, and has "yes"'],
    ['  - customer says My parcel is late\n', 'Write "customer says: My parcel is late"'],
    ['  - agent Dana joins Ria\n', 'Write "agent Dana joins: Ria"'],
    ['  - copilot has the conversation\n', 'Write "copilot has the conversation:"'],
    ['  - costumer says Hello\n', 'Did you mean "customer says:"?'],
    [
      '  - customer says: Hello: you\n',
      'my.yaml:4: a text with a colon and a blank in it has to stand in quotes',
    ],
    ['  - customer says: *bold*\n', 'my.yaml:4: "*bold*" has to stand in quotes'],
    ['  - customer says: @home\n', 'my.yaml:4: a text that begins with @ has to stand in quotes'],
    ['  - agent sees: { matches: "(" }\n', 'is no regular expression'],
    ['  - session ends: bored\n', 'It is written like this: session ends: customer'],
    [
      '  - customer says: Hello\n    agent sees: Hello\n',
      'each step begins with "- " of its own; here one has "customer says" and "agent sees"',
    ],
    ['  - teams answers 999 for: 1 min\n', 'is no verb'],
    ['  - customer says: [\n', 'my.yaml:'],
  ])('with %j is refused', (steps, finding) => {
    expect(findings(steps).join('\n')).toContain(finding);
  });

  it('without a reason, or with a setting that there is not, is refused', () => {
    expect(findings('  - wait: 1 s\n', 'story: A story\n')).toEqual([
      'my.yaml:1: why: say in a sentence why the story matters, under "why"',
    ]);
    expect(findings('  - wait: 1 s\n', `${head}with: { idel after: 1 min }\n`)).toEqual([
      'my.yaml:3: with: "idel after" is no key here. Did you mean "idle after"?',
    ]);
  });

  it('is told of all its mistakes at once, each once, in the order of its lines', () => {
    const typos = 'story: Typos\nwy: To see them.\ntags: [a b]\nwith: { live chat: zendek }\n';
    expect(findings('  - costumer says: a\n  - wait: 1 day\n  - agent says b\n', typos)).toEqual([
      'my.yaml:2: "wy" is no key here. Did you mean "why"?',
      'my.yaml:3: tags › 0: "a b" is no tag: it has to be one word',
      'my.yaml:4: with › live chat: "zendek" is none of its values. Did you mean "zendesk"?',
      'my.yaml:6: "costumer says" is no verb. Did you mean "customer says"?',
      'my.yaml:7: wait: "1 day" is no duration. Did you mean "1 days"?',
      'my.yaml:8: the colon after "agent says" is missing. Write "agent says: b"',
    ]);
  });

  it('that is no YAML is told of its misspelt verbs as well', () => {
    expect(findings('  - customer says: a: b\n  - costumer says: c\n')).toEqual([
      'my.yaml:4: a text with a colon and a blank in it has to stand in quotes',
      'my.yaml:5: "costumer says" is no verb. Did you mean "customer says"?',
    ]);
  });

  it.each(verbs.map(({ words, example }) => [words, example]))(
    'can use "%s" as its example does',
    (_, example) => {
      expect(findings(`  - ${example}\n`)).toEqual([]);
    },
  );
});
