import { describe, expect, it } from 'vitest';
import { circuitBreakers } from '../../../src/adapters/circuit-breakers/breakers.ts';
import type { LogFields } from '../../../src/application/ports/log.ts';
import type { Peer } from '../../../src/application/ports/peer.ts';
import { virtualClock } from '../../application/world/fakes/virtual-clock.ts';

const teams: Peer = { role: 'channel', id: 'teams' };
const webChat: Peer = { role: 'channel', id: 'web-chat' };
/** A caller may have the name of a channel. */
const caller: Peer = { role: 'caller', id: 'teams' };

function fresh() {
  const logged: LogFields[] = [];
  const note = (fields: LogFields) => void logged.push(fields);
  const log = { info: note, warn: note, error: note };
  return { ...circuitBreakers({ clock: virtualClock(), ids: { random: () => 0 }, log }), logged };
}

/** Enough failures of enough sessions. */
async function failAt(breakers: ReturnType<typeof fresh>, peer: Peer): Promise<void> {
  for (let n = 0; n < 5; n++) {
    const whose = { session: `s${n}`, message: `m${n}` };
    await breakers.of(peer).run(whose, async () => ({ outcome: 'unknown', cause: 'timeout' }));
  }
}

describe('The breakers', () => {
  it('are one for each peer, which other channels and callers do not open', async () => {
    const breakers = fresh();
    for (const peer of [teams, webChat, caller]) breakers.of(peer);
    await failAt(breakers, teams);
    expect(breakers.states()).toEqual([
      { ...teams, state: 'open', hasAnswered: false },
      { ...webChat, state: 'closed', hasAnswered: false },
      { ...caller, state: 'closed', hasAnswered: false },
    ]);
    expect([teams, webChat, caller].map(breakers.stateOf)).toEqual(['open', 'closed', 'closed']);
  });

  it('know who has answered, and that a failure is no answer', async () => {
    const breakers = fresh();
    const whose = { session: 'one', message: 'one' };
    await breakers.of(teams).run(whose, async () => ({ outcome: 'delivered' }));
    await breakers.of(webChat).run(whose, async () => ({ outcome: 'unknown', cause: '502' }));
    expect(breakers.states().map(({ hasAnswered }) => hasAnswered)).toEqual([true, false]);
  });

  it('are always the same for the same peer', () => {
    const breakers = fresh();
    expect(breakers.of(teams)).toBe(breakers.of({ ...teams }));
    expect(breakers.states()).toHaveLength(1);
  });

  it('say in the log which peer is left alone', async () => {
    const breakers = fresh();
    await failAt(breakers, webChat);
    expect(breakers.logged).toEqual([{ role: 'channel', peer: 'web-chat', state: 'open' }]);
  });

  it('call every peer that has none', () => {
    expect(fresh().stateOf(teams)).toBe('closed');
  });
});
