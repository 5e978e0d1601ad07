import { z } from 'zod';
import { jsonOf } from './brief.ts';
import type { Step } from './step.ts';

const named = z.object({
  id: z.string().optional(),
  Id: z.string().optional(),
  messageId: z.string().optional(),
  type: z.string().optional(),
});

/** Marks what was sent before. `steps` in the order of time. */
export function withRepeats(steps: readonly Step[]): readonly Step[] {
  const before = new Map<string, Step>();
  return steps.map((step) => {
    const key = keyOf(step);
    if (key === undefined) return step;
    const earlier = before.get(key);
    before.set(key, step);
    if (!earlier || isSaidAgain(earlier, step)) return step;
    const again: Step = {
      ...step,
      repeat: earlier.outcome === 'delivered' ? 'duplicate' : 'retry',
      attempt: (earlier.attempt ?? 1) + 1,
    };
    before.set(key, again);
    return again;
  });
}

/** Teams gives messages no id, so the same words after a success are a message of their own. */
function isSaidAgain(earlier: Step, step: Step): boolean {
  return step.to === 'teams' && earlier.outcome === 'delivered';
}

function keyOf({ from, to, wire, kind, conversationId }: Step): string | undefined {
  if (!wire || kind === 'typing') return undefined;
  if (to === 'teams') return `${to} ${conversationId} ${wire.request}`;
  if (to === 'copilot-studio') return undefined;
  const { id, Id, messageId, type } = named.safeParse(jsonOf(wire.request)).data ?? {};
  const name = messageId ?? id ?? Id;
  if (name === undefined) return to === 'live-chat' ? `${wire.path} ${wire.request}` : undefined;
  return `${from} ${to} ${wire.path} ${type ?? ''} ${name}`;
}
