import { describeCaller } from '../../../contracts/caller.ts';
import { describeCustomerChannel } from '../../../contracts/customer-channel.ts';
import { losesTheAnswer, postpones } from './behaviour.ts';
import { teams } from './teams.ts';
import { virtualClock } from './virtual-clock.ts';

const address = 'teams/Pat';
const stop = async () => {};

describeCustomerChannel('The fake of Teams', async () => {
  const { channel, mood, seenAt } = teams(virtualClock(), []);
  return {
    channel,
    address,
    texts: () => seenAt(address),
    loseNextAnswer: () => mood.say.once(losesTheAnswer),
    goAway: async () => mood.say.always(postpones()),
    stop,
  };
});

describeCaller('The fake of a copilot', async () => {
  const { caller, mood, seenAt } = teams(virtualClock(), []);
  return {
    caller,
    address,
    reasons: () => seenAt(address).map((back) => back.replace(/^\[back: (.*)\]$/, '$1')),
    loseNextAnswer: () => mood.giveBack.once(losesTheAnswer),
    goAway: async () => mood.giveBack.always(postpones()),
    stop,
  };
});
