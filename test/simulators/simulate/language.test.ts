import { describe, expect, it } from 'vitest';
import { NoStory, readStory } from '../../../simulators/simulate/language/read-story.ts';
import { verbs } from '../../../simulators/simulate/verbs/verbs.ts';

const head = 'story: A story\nwhy: It is short.\n';

/** What is wrong with a story of these steps. */
function findings(steps: string, before = head): readonly string[] {
  try {
    readStory('my.yaml', `${before}steps:\n${steps}`);
    return [];
  } catch (error) {
    if (error instanceof NoStory) return error.findings;
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
      settings: { idleMs: 1_200_000, liveChat: 'contoso-sample' },
      steps: [
        { line: 5, key: 'customer Ria says', value: 'Hello' },
        { line: 6, key: 'wait', value: '1.5 h' },
      ],
    });
  });

  it('with an unknown verb is refused with file, line, the nearest verb and all verbs', () => {
    const [finding = ''] = findings('  - customer says: Hello\n  - costumer says: Hello\n');
    expect(finding).toMatch(/^my\.yaml:5: "costumer says" is no verb\. Did you mean "customer says"\?/);
    for (const { words } of verbs) expect(finding).toContain(words);
    expect(findings('  - agnet Dana joins: Ria\n')[0]).toContain('Did you mean "agent joins"?');
  });

  it.each([
    ['  - wait: a while\n', 'my.yaml:4: wait: is no duration; write one like'],
    ['  - agent sees: { contians: Hello }\n', 'my.yaml:4: agent sees: '],
    ['  - agent sees: { matches: "(" }\n', 'is no regular expression'],
    ['  - session ends: bored\n', 'It is written like this: session ends: customer'],
    ['  - customer says: Hello\n    agent sees: Hello\n', 'a step is one verb with its value'],
    ['  - teams answers 999 for: 1 min\n', 'is no verb'],
    ['  - customer says: [\n', 'my.yaml:'],
  ])('with %j is refused', (steps, finding) => {
    expect(findings(steps).join('\n')).toContain(finding);
  });

  it('without a reason, or with a setting that there is not, is refused', () => {
    expect(findings('  - wait: 1 s\n', 'story: A story\n')).toEqual([
      'my.yaml:1: why: say in a sentence why the story matters, under "why"',
    ]);
    expect(findings('  - wait: 1 s\n', `${head}with: { weather: bad }\n`)[0]).toContain('my.yaml:3: with: ');
  });

  it.each(verbs.map(({ words, example }) => [words, example]))(
    'can use "%s" as its example does',
    (_, example) => {
      expect(findings(`  - ${example}\n`)).toEqual([]);
    },
  );
});
