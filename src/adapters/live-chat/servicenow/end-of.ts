import type { AgentStatus } from '../../../application/ports/inbound.ts';
import { saysNoAgents, toldBySystemText } from './callbacks/system-texts.ts';
import { actionOf, isAgentsWord, isBlank, systemTextOf, textOf } from './items.ts';
import { askedIn } from './requests.ts';
import type { Callback } from './wire.ts';

/** The live session is over, and why as far as anything says; absent while it goes on. */
export function endOf(callback: Callback): AgentStatus | undefined {
  const { body, completed = false, takeControl = false } = callback;
  const systemTexts = body.filter((each) => actionOf(each) === 'system').map(systemTextOf);
  const [said] = systemTexts.flatMap((text) => {
    const told = toldBySystemText(text);
    return told?.type === 'ended' ? [told] : [];
  });
  if (said !== undefined) return said;
  const isSwitched = body.some((each) => actionOf(each) === 'switchtovirtualagent');
  if (!isSwitched && !completed && !takeControl) return undefined;
  const texts = [...systemTexts, ...body.map(textOf)].filter((text) => !isBlank(text));
  const isRefusal = isAnswerToAsk(callback) && texts.length > 0;
  if (isRefusal || texts.some(saysNoAgents)) return { type: 'ended', cause: 'no-agents' };
  // Control alone comes back after a fault, or from an agent.
  const isFault = !isSwitched && !completed && callback.agentChat !== true;
  return isFault ? { type: 'ended', cause: 'failed' } : { type: 'ended' };
}

/** Whether no agent had a part in it: the end answers the request for one, in the operator's own words. */
const isAnswerToAsk = ({ requestId, agentChat, body }: Callback): boolean =>
  askedIn(requestId) !== undefined && agentChat !== true && !body.some(isAgentsWord);
