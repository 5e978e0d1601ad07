import { StepFailed } from '../../language/step-failed.ts';
import type { OrchestratorActions } from '../scenario-api.ts';
import type { ActionContext } from './participant-actions.ts';

export function orchestratorActions({ world, participants }: ActionContext): OrchestratorActions {
  const { copilotStudio } = world.microsoft;
  const steer = async (who: string | undefined, act: (conversationId: string) => void): Promise<void> => {
    const { conversationId } = await participants.customer(who);
    if (!copilotStudio.isConnected) throw new StepFailed('the bridge is called as a skill in this story');
    act(conversationId);
  };
  return {
    orchestratorPlans: (who, deviation) => steer(who, (id) => copilotStudio.plan(id, deviation)),
    callbackExpires: (who) => steer(who, copilotStudio.expireCallbacks),
  };
}
