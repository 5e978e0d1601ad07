import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendHttpRequest } from '../../../../src/adapters/http/client/http-request.ts';
import { json, type OddServer, oddServer } from './odd-server.ts';
import { UnconnectedDispatcher } from './unconnected-dispatcher.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const post = (timeoutMs = 2000, url = server.url) =>
  sendHttpRequest({ method: 'POST', url, headers: [], body: '{}', timeoutMs });

describe('A call that is not wanted any more when there is a connection', () => {
  it('sends nothing, and says why', async () => {
    const before = server.heard.length;
    const asked: number[] = [];
    const whyNot = () => {
      asked.push(server.heard.length);
      return 'ended';
    };
    const unwanted = sendHttpRequest({
      method: 'POST',
      url: server.url,
      headers: [],
      timeoutMs: 2000,
      whyNot,
    });
    expect(await unwanted).toEqual({ outcome: 'not-sent', cause: 'ended' });
    expect(asked).toEqual([before]);
    server.next(json(200, {}));
    expect(await post()).toMatchObject({ outcome: 'answered' });
    expect(server.heard).toHaveLength(before + 1);
  });

  it('is asked of once there is one, and not before', async () => {
    const dispatcher = new UnconnectedDispatcher();
    let cause: string | undefined;
    const whyNot = () => cause;
    const wanted = sendHttpRequest({
      method: 'POST',
      url: server.url,
      headers: [],
      timeoutMs: 2000,
      whyNot,
      dispatcher,
    });
    cause = 'late';
    expect(dispatcher.openConnection()).toBe('aborted');
    expect(await wanted).toEqual({ outcome: 'not-sent', cause: 'late' });
  });
});
