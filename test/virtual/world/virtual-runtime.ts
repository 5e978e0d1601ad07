import { type Carry, installDispatcher } from './dispatcher.ts';
import { newTrust, type Trust } from './peers.ts';
import { installPromptCrypto } from './prompt-crypto.ts';
import { installVirtualTime, type VirtualTime } from './virtual-time.ts';

/** A process whose time, network and signatures are functions. */
export interface VirtualRuntime {
  readonly time: VirtualTime;
  readonly trust: Trust;
  /** From now on, requests go through this. */
  connect(carry: Carry): void;
  /** Gives real time and real sockets back. */
  dismantle(): void;
}

export async function virtualRuntime(isBusy?: () => boolean): Promise<VirtualRuntime> {
  const trust = await newTrust();
  let carry: Carry = () => Promise.reject(new Error('nobody is connected'));
  const putBack = [installDispatcher((request) => carry(request)), installPromptCrypto()];
  const time = installVirtualTime(isBusy);
  return {
    time,
    trust,
    connect(to) {
      carry = to;
    },
    dismantle() {
      time.uninstall();
      for (const put of putBack) put();
    },
  };
}
