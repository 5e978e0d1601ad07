import { describe, expect, it } from 'vitest';
import { lintSolution } from '../../../simulators/solution/lint/lint-solution.ts';
import { type Case, cases, playsItsStory, problemsOf, solutionOf } from './cases.ts';

/** What is right where a story alone does not say it. */
const judges: Readonly<Record<string, (each: Case) => Promise<void>>> = {
  'collection-only': async (each) => {
    await expect(solutionOf(each)).rejects.toThrow(/component collection/);
  },
  'display-name-in-message': stopsWith(/Ask the weather.*http_1/),
  'escaped-braces': stopsWith(/topic\.A\/data:11: .*in "\{\\"a/),
  // Copilot Studio would choose by descriptions; what can be right here is that this is said.
  'generative-agent': async (each) => {
    const findings = lintSolution(await solutionOf(each));
    expect(findings.map(({ rule }) => rule)).toContain('generative-orchestration');
  },
  'lint-many-100x40': async (each) => {
    const solution = await solutionOf(each);
    const startedAt = performance.now();
    lintSolution(solution);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  },
  'lint-no-handoff': async (each) => {
    const findings = lintSolution(await solutionOf(each));
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['no-handoff', 'not-played']));
  },
  'lint-unread-in-card': async (each) => {
    const findings = lintSolution(await solutionOf(each));
    expect(findings.filter(({ rule }) => rule === 'unread-output')).toEqual([]);
  },
  'password-zip': async (each) => {
    await expect(solutionOf(each)).rejects.toThrow(/encrypted/);
  },
  transfer: stopsWith(/TransferConversationV2 transfers to Microsoft's own live agent/),
  'two-bots': async (each) => {
    await expect(solutionOf(each)).rejects.toThrow(/--agent/);
  },
};

function stopsWith(pattern: RegExp) {
  return async (each: Case): Promise<void> => {
    expect(await problemsOf(each)).toMatch(pattern);
  };
}

describe('A small solution holds', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', async (name, each) => {
    await (judges[name] ?? playsItsStory)(each);
  });
});
