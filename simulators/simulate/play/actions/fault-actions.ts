import type { FaultActs } from '../scenario-api.ts';
import type { Way } from '../world/peers.ts';
import type { World } from '../world/world.ts';

const ways: readonly Way[] = ['toBridge', 'toTeams', 'toLiveChat'];

export function faultActs(world: World): FaultActs {
  const { time, bridge, proxies, troubles, noted, liveChat, microsoft } = world;
  const isDown = new Set<Way>();
  const note = (type: 'crash' | 'restart' | 'healed') =>
    noted.push({ type, party: 'bridge', at: time.now() });
  const noteFault = (party: string, what: string) =>
    noted.push({ type: 'fault', party, what, at: time.now() });
  async function isWellAgain(way: Way): Promise<void> {
    troubles[way].have(undefined);
    if (isDown.delete(way)) await proxies[way].up();
    await time.settle();
  }
  const wellAfter = (way: Way, ms: number | undefined) => {
    if (ms === undefined) return;
    time.after(ms, async () => {
      troubles[way].have(undefined);
      if (isDown.delete(way)) await proxies[way].up();
    });
  };
  async function killAndStart(): Promise<void> {
    note('crash');
    await bridge.kill();
    await bridge.start();
    note('restart');
  }
  return {
    async isDown(way, ms) {
      noteFault(way, 'down');
      isDown.add(way);
      await proxies[way].down();
      wellAfter(way, ms);
      await time.settle();
    },
    async has(way, ms, trouble) {
      noteFault(way, 'status' in trouble ? `${trouble.kind} ${trouble.status}` : trouble.kind);
      troubles[way].have(trouble);
      wellAfter(way, ms);
    },
    isWellAgain,
    async next(way, fault, which) {
      proxies[way].next(fault, which);
    },
    async refuses(reason) {
      liveChat.refuse(reason);
    },
    async copilotRepeats() {
      microsoft.copilotStudio.loseAnswers(1);
    },
    async kill() {
      await killAndStart();
      await time.settle();
    },
    async killAt({ way, moment, path }) {
      troubles[way].doAt(moment, path, async () => {
        note('crash');
        const killed = bridge.kill();
        // From now on, so that nobody takes the silence after the kill for rest.
        time.work(killed.then(bridge.start).then(() => note('restart')));
        await killed;
      });
    },
    async bridgeIsDown(ms) {
      note('crash');
      await bridge.kill();
      time.after(ms, async () => {
        await bridge.start();
        note('restart');
      });
      await time.settle();
    },
    async restart() {
      await bridge.stop();
      await bridge.start();
      await time.settle();
    },
    async wait(ms) {
      await time.passUntil(time.now() + ms);
    },
    async heal() {
      liveChat.refuse(undefined);
      for (const way of ways) {
        proxies[way].follow(undefined);
        await isWellAgain(way);
      }
      if (!bridge.process) await bridge.start();
      note('healed');
      await time.settle();
    },
  };
}
