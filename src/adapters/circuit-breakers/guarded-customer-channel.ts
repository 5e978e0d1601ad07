import type { CustomerChannel } from '../../application/ports/customer-channel.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { verdicts } from './verdict.ts';

/** The same channel; Teams and the copilot behind it are each left alone while they fail. */
export function guardedCustomerChannel(
  channel: CustomerChannel,
  breakers: { readonly teams: CircuitBreaker; readonly copilot: CircuitBreaker },
): CustomerChannel {
  const judgeTeams = verdicts();
  const judgeCopilot = verdicts();
  return {
    split: channel.split,
    say: (address, message, isStillWanted) =>
      breakers.teams.through(
        () => channel.say(address, message, isStillWanted),
        (outcome) => judgeTeams(outcome, address),
      ),
    async typing(address, isStillWanted) {
      if (breakers.teams.state === 'closed') await channel.typing(address, isStillWanted);
    },
    returnToCopilot: (address, end, isStillWanted) =>
      breakers.copilot.through(
        () => channel.returnToCopilot(address, end, isStillWanted),
        (outcome) => judgeCopilot(outcome, address),
      ),
  };
}
