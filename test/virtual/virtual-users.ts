import type { Customer } from '../../simulators/teams/customer.ts';
import type { AgentAct, CustomerAct } from './scenario.ts';
import type { VirtualWorld } from './world/virtual-world.ts';

/** What people do. Nobody waits for the answer, and what fails is told to them by somebody else. */
export function virtualUsersIn({ parties }: VirtualWorld, word: () => string) {
  const tell = (customer: Customer, text: string): void => {
    // A turn that fails is told to the customer, who goes on.
    void customer.says(text).catch(() => undefined);
  };
  const asks = (customer: Customer): void => {
    tell(customer, 'I want to talk with a person');
    tell(customer, 'My invoice is wrong');
  };
  return {
    asks,
    customerDoes(customer: Customer, act: CustomerAct['do']): void {
      switch (act) {
        case 'says':
          tell(customer, word());
          return;
        case 'asks':
          asks(customer);
          return;
        case 'leaves':
          tell(customer, 'Good bye');
          return;
      }
    },
    agentDoes({ do: act, chat: number }: Pick<AgentAct, 'do' | 'chat'>): void {
      const chats = parties.liveChat.chats();
      const chat = chats[number % Math.max(1, chats.length)];
      if (!chat) return;
      switch (act) {
        case 'says':
          return void chat.says(word());
        case 'says-two':
          void chat.says(word());
          return void chat.says(word());
        case 'joins':
          return void chat.join('Dana');
        case 'leaves':
          return void chat.leaves();
        case 'transfers':
          return void chat.transfersTo('Sam');
        case 'types':
          return void chat.typing();
        case 'hangs-up':
          return void chat.ends({ message: word() });
      }
    },
  };
}
