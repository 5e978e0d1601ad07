import type { CalledAs } from '../../solution/builder/agent-source.ts';
import type { Story } from '../language/story.ts';
import { verbOf } from '../verbs/verbs.ts';
import type { Fit } from './with-live-chat.ts';

/** How a story goes when the copilot calls the bridge in this way; its own way unless told. */
export function withCaller(story: Story, wanted: CalledAs | undefined): Fit {
  const { settings, steps } = story;
  const calledAs = wanted ?? settings.calledAs ?? 'skill';
  if (settings.calledAs !== undefined && settings.calledAs !== calledAs)
    return { is: 'not played', why: `The story is about a ${settings.calledAs}.` };
  if (calledAs === 'skill') return { is: 'played', story, without: [] };
  if (settings.channel !== undefined)
    return { is: 'not played', why: `The story is about a skill's customer in ${settings.channel}.` };
  if (settings.topics !== undefined)
    return { is: 'not played', why: 'The story is about topics that call a skill.' };
  if (settings.teamsLimits)
    return { is: 'not played', why: 'The limits of Teams meet Copilot Studio, which speaks to it alone.' };
  const judged = steps.map((step) => {
    const wants = verbOf(step.key)?.verb.wants(step.value) ?? [];
    return { step, ofSkill: wants.find((want) => 'ofSkill' in want) };
  });
  const fatal = judged.find(({ ofSkill }) => ofSkill?.isNeeded);
  if (fatal?.ofSkill) return { is: 'not played', why: fatal.ofSkill.ofSkill };
  return {
    is: 'played',
    story: {
      ...story,
      settings: { ...settings, calledAs },
      steps: judged.filter(({ ofSkill }) => ofSkill === undefined).map(({ step }) => step),
    },
    without: [...new Set(judged.flatMap(({ ofSkill }) => ofSkill?.ofSkill ?? []))],
  };
}
