import type { SimulatedVendor } from '../../live-chat/vendor.ts';
import { defaultKind, simulatedVendor } from '../../live-chat/vendors.ts';
import type { Story } from '../language/story.ts';
import type { Want } from '../language/want.ts';
import { verbOf } from '../verbs/verbs.ts';

/** How a story goes with a live chat of one kind. */
export type Fit =
  | {
      readonly is: 'played';
      readonly story: Story;
      /** Why steps of it are left out, each in a sentence; the story shows something without them. */
      readonly without: readonly string[];
    }
  | { readonly is: 'not played'; readonly why: string };

export function withLiveChat(story: Story, kind: string): Fit {
  const { settings, steps } = story;
  if (settings.liveChat !== undefined && settings.liveChat !== kind)
    return { is: 'not played', why: `The story is about ${settings.liveChat}.` };
  const vendor = simulatedVendor(kind);
  const judged = steps.map((step) => {
    const { verb } = verbOf(step.key) ?? {};
    const why = verb?.wants(step.value).flatMap((want) => reasonAgainst(want, vendor) ?? [])[0];
    return { step, why, canBeLeftOut: verb?.canBeLeftOut(step.value) === true };
  });
  const fatal =
    (settings.agentIsFree ? reasonAgainst({ can: 'free agent' }, vendor) : undefined) ??
    judged.find(({ why, canBeLeftOut }) => why !== undefined && !canBeLeftOut)?.why;
  if (fatal !== undefined) return { is: 'not played', why: fatal };
  return {
    is: 'played',
    story: {
      ...story,
      settings: kind === defaultKind ? settings : { ...settings, liveChat: kind },
      steps: judged.filter(({ why }) => why === undefined).map(({ step }) => step),
    },
    without: [...new Set(judged.flatMap(({ why }) => why ?? []))],
  };
}

const untold: Readonly<Record<Extract<Want, { tells: string }>['tells'], string>> = {
  message: 'It does not tell what agents write.',
  typing: 'It does not tell that an agent is typing.',
  'agent-joined': 'It does not tell that an agent joins.',
  'agent-left': 'It does not tell that an agent leaves.',
  'agent-transferred': 'It does not tell that another agent takes over.',
  'queue-position': 'It does not tell the place in the queue.',
  'session-ended': 'It does not tell that a chat has ended.',
};

function reasonAgainst(want: Want, vendor: SimulatedVendor): string | undefined {
  const { tells, lacks = {}, callbacks, isListed } = vendor;
  if ('ofSkill' in want) return undefined;
  if ('tells' in want) return tells.has(want.tells) ? undefined : untold[want.tells];
  if ('can' in want) return lacks[want.can];
  if (isListed) return undefined;
  const forMs = repeatsForMs(callbacks, want.repeatsForMs);
  if (forMs >= want.repeatsForMs) return undefined;
  return (
    lacks['repeated callbacks'] ??
    `It repeats a callback for ${Math.floor(forMs / 1000)} s and then gives up.`
  );
}

/** How long a callback is repeated that finds no bridge, counted no further than is asked. */
function repeatsForMs({ retryAfterMs }: SimulatedVendor['callbacks'], most: number): number {
  let forMs = 0;
  for (let count = 1; forMs < most; count++) {
    const waitMs = retryAfterMs({ status: 0, body: undefined }, { count, forMs });
    if (waitMs === undefined) return forMs;
    forMs += waitMs;
  }
  return forMs;
}
