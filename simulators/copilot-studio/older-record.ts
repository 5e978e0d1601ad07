import { z } from 'zod';

const older = z.looseObject({
  stage: z.discriminatedUnion('status', [
    z.object({ status: z.literal('copilot') }),
    z.object({ status: z.literal('asking-problem') }),
    z.object({
      status: z.literal('with-skill'),
      action: z.enum(['startConversation', 'sendMessage', 'endConversation']),
      problem: z.string(),
    }),
  ]),
});

const escalate = 'handoff_handoverAgent.topic.EscalateToLiveChat';

/**
 * A record of the time in which the topics were part of the simulator, as one of today: the same place in the topics of
 * our own agent. Everything else is left as it is.
 */
export function upToDate(record: unknown): unknown {
  const known = older.safeParse(record);
  if (!known.success) return record;
  const { stage, ...others } = known.data;
  return { ...others, dialogs: stage.status === 'copilot' ? [] : [frameOf(stage)] };
}

type UnderWay = Exclude<z.infer<typeof older>['stage'], { readonly status: 'copilot' }>;

function frameOf(stage: UnderWay) {
  if (stage.status === 'asking-problem')
    return { topic: escalate, at: 'askProblem', variables: {}, wait: { for: 'answer', refused: 0 } };
  const isStart = stage.action === 'startConversation';
  return {
    topic: escalate,
    at: isStart ? 'startHandoff' : 'talkWithAgent',
    variables: { Problem: stage.problem },
    wait: { for: 'skill', call: 'before', type: isStart ? 'event' : 'message' },
  };
}
