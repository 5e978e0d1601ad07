import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  appTokens,
  type GetToken,
} from '../../../../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { postActivity } from '../../../../../src/adapters/bot-framework/post-activity.ts';
import { referenceLiveChat } from '../../../../../src/adapters/live-chat/reference/client.ts';
import { liveChatId, sessionId } from '../../../../../src/domain/ids.ts';
import { type Behaviour, json, type OddServer, oddServer, page } from '../../../http/client/odd-server.ts';

let entra: OddServer;
let party: OddServer;
beforeEach(async () => {
  entra = await oddServer();
  party = await oddServer();
});
afterEach(() => Promise.all([entra.stop(), party.stop()]));

const scope = 'https://api.botframework.com/.default';
let getToken: GetToken;
let replaced: { readonly appId: string; readonly scope: string }[];
beforeEach(() => {
  replaced = [];
  const credential = { kind: 'secret', secret: 'secret' } as const;
  const connection = { tenantId: 'tenant', clientId: 'app', credential, authority: entra.url };
  getToken = appTokens(connection, { onRefused: (refusal) => replaced.push(refusal) });
});

const tokens = (...names: readonly string[]) =>
  entra.next(...names.map((access_token) => json(200, { access_token })));
const denied = json(401, { message: 'Authorization has been denied for this request.' });
const tokensShownTo = ({ heard }: OddServer, from: number) =>
  heard.slice(from).map(({ headers }) => headers.authorization);

async function during<Value>(task: () => Promise<Value>) {
  const [atEntra, atParty] = [entra.heard.length, party.heard.length];
  const value = await task();
  return { value, fetched: entra.heard.length - atEntra, shown: tokensShownTo(party, atParty) };
}

const sends: readonly (readonly [string, () => Promise<{ readonly outcome: string }>, Behaviour])[] = [
  ['Teams and the copilot', () => post(), json(201, { id: '1' })],
  ['a live chat', () => say(), json(200, { messageId: 'm' })],
];
const post = (isStillWanted = async () => true) =>
  postActivity(
    getToken,
    () => true,
  )({ serviceUrl: party.url, conversationId: 'c', body: '{}', scope, isStillWanted });
const say = () =>
  referenceLiveChat({
    baseUrl: party.url,
    callbackUrl: 'https://bridge.example/',
    getBearer: (refused) => getToken(scope, refused),
  }).say(
    {
      sessionId: sessionId('hs_1'),
      liveChatId: liveChatId('lc'),
      messageId: 'm',
      text: 'Hi',
      sender: 'Kim',
      at: 0,
      kind: 'customer',
    },
    { key: 'key', mayHaveArrived: false },
  );

describe.each(sends)('A token that is refused by %s', (_, send, taken) => {
  it('is replaced, and what was refused is sent again at once', async () => {
    tokens('old', 'new');
    party.next(denied, taken);
    const { value, fetched, shown } = await during(send);
    expect(value).toEqual({ outcome: 'delivered' });
    expect(fetched).toBe(2);
    expect(shown).toEqual(['Bearer old', 'Bearer new']);
    expect(replaced).toEqual([{ appId: 'app', scope }]);
  });

  it('is replaced once for however many were refused', async () => {
    tokens('old', 'new');
    await getToken(scope);
    const takesNew: Behaviour = (response, heard) =>
      (heard.headers.authorization === 'Bearer new' ? taken : denied)(response, heard);
    party.next(...Array<Behaviour>(10).fill(takesNew));
    const { value, fetched } = await during(() => Promise.all(Array.from({ length: 5 }, send)));
    expect(value).toEqual(Array(5).fill({ outcome: 'delivered' }));
    expect(fetched).toBe(1);
  });

  it('is not given up for a message: a second refusal is repeated later, and Entra is not asked each time', async () => {
    tokens('old', 'new');
    party.next(denied, denied);
    const { value } = await during(send);
    expect(value).toMatchObject({ outcome: 'not-delivered', cause: '401' });
    party.next(denied, denied, denied);
    const { fetched, shown } = await during(async () => {
      for (let time = 0; time < 3; time++) expect(await send()).toMatchObject({ outcome: 'not-delivered' });
    });
    expect(fetched).toBe(0);
    expect(shown).toEqual(Array(3).fill('Bearer new'));
  });

  it('waits for the next attempt when there is no other one', async () => {
    entra.next(json(200, { access_token: 'old' }), json(503, {}));
    party.next(denied);
    const { value, shown } = await during(send);
    expect(value).toMatchObject({ outcome: 'not-delivered', cause: '401' });
    expect(shown).toEqual(['Bearer old']);
    tokens('new');
    party.next(taken);
    expect(await during(send)).toMatchObject({ value: { outcome: 'delivered' }, shown: ['Bearer new'] });
  });
});

describe('A refusal by Teams', () => {
  it('of 401 without a documented code is never final', async () => {
    const getSame: GetToken = () => 'old';
    for (const behaviour of [denied, page(401), json(401, { error: { code: 'Unauthorized' } })]) {
      party.next(behaviour);
      const delivery = await postActivity(
        getSame,
        () => true,
      )({ serviceUrl: party.url, conversationId: 'c', body: '{}', scope });
      expect(delivery).toMatchObject({ outcome: 'not-delivered' });
    }
  });

  it('of the app and not of its token is final, and the token stays', async () => {
    tokens('old');
    party.next(json(401, { error: { code: 'BotNotRegistered' } }));
    const { value, fetched } = await during(() => post());
    expect(value).toEqual({ outcome: 'rejected', cause: '401 BotNotRegistered' });
    expect(fetched).toBe(1);
  });

  it('is not followed by a second try once the session has ended', async () => {
    tokens('old', 'new');
    party.next(denied);
    let asked = 0;
    const { value, shown } = await during(() => post(async () => ++asked === 1));
    expect(value).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(shown).toEqual(['Bearer old']);
  });
});
