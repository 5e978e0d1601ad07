import { afterEach, describe, expect, it } from 'vitest';
import { postCallback } from '../../../../simulators/live-chat/callbacks/post-callback.ts';
import { StoreUnavailable } from '../../../../src/application/ports/session-store.ts';
import { callbackOf } from '../../live-chat/callbacks.ts';
import { startFailingStoreBridge } from './failing-store-bridge.ts';

const secret = 'MARKER in a message\n    at home I said MARKER';
let bridge: Awaited<ReturnType<typeof startFailingStoreBridge>> | undefined;
afterEach(async () => {
  await bridge?.stop();
  bridge = undefined;
});

async function start(failure: () => Error, liveChatKind?: 'contoso-sample') {
  bridge = await startFailingStoreBridge(failure, liveChatKind);
  return bridge;
}

describe('A store that is down', () => {
  it('is 503 with Retry-After on every route, and never a 2xx', async () => {
    const { url, microsoft, credentials, logLines } = await start(
      () => new StoreUnavailable(secret, { code: '53100' }),
    );
    const proactive = await postCallback(`${url}/api/messages/proactive`, callbackOf('lc_1'), {
      secret: credentials.webhookSecret,
    });
    expect(proactive).toMatchObject({ status: 503, body: { status: 503, error: expect.any(String) } });
    expect(proactive.retryAfterMs).toBeGreaterThan(0);
    const skill = await microsoft.copilotStudio.callSkill({ type: 'event', name: 'startConversation' });
    expect(skill.status).toBe(503);
    const said = logLines.filter((line) => line.includes('not-stored'));
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('"code":"53100"');
    expect(JSON.stringify([proactive, skill.body, said])).not.toContain('MARKER');
  });
});

describe('A store that is down behind the contoso-sample', () => {
  it('is 503 on its route as well', async () => {
    const { url, credentials, logLines } = await start(
      () => new StoreUnavailable(secret, { code: '53100' }),
      'contoso-sample',
    );
    const sample = { conversationId: 'lc_1', id: '1', message: 'x' };
    const contoso = await postCallback(`${url}/api/livechat/messages`, sample, {
      secret: credentials.webhookSecret,
    });
    expect(contoso.status).toBe(503);
    expect(contoso.retryAfterMs).toBeGreaterThan(0);
    const said = logLines.filter((line) => line.includes('not-stored'));
    expect(said).toHaveLength(1);
    expect(JSON.stringify([contoso, said])).not.toContain('MARKER');
  });
});

describe('S18: a defect', () => {
  it('is a generic problem with a correlation id that the log knows, and without its message', async () => {
    const defect = () => new TypeError(secret, { cause: new Error(secret) });
    const { url, microsoft, credentials, logLines } = await start(defect);
    const { secret: _, ...answer } = {
      secret,
      ...(await postCallback(`${url}/api/messages/proactive`, callbackOf('lc_1'), {
        secret: credentials.webhookSecret,
      })),
    };
    expect(answer).toMatchObject({
      status: 500,
      body: {
        type: 'about:blank',
        title: 'Internal error',
        status: 500,
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    const { correlationId } = { correlationId: '', ...(answer.body as { correlationId?: string }) };
    expect(logLines.filter((line) => line.includes(correlationId))).toHaveLength(1);
    const skill = await microsoft.copilotStudio.callSkill({ type: 'event', name: 'startConversation' });
    expect(skill.status).toBe(500);
    expect(JSON.stringify([answer, skill.body, logLines])).not.toContain('MARKER');
    expect(logLines.join()).toContain('failing-store-bridge.ts');
  });
});

describe('Any other address', () => {
  it('is a problem document of 404 with the usual headers', async () => {
    const { url } = await start(() => new Error());
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api/messages'],
      ['POST', '/skill-manifest.json'],
      ['GET', '/..%2f..%2fetc/passwd'],
    ] as const) {
      const answer = await fetch(`${url}${path}`, { method });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(await answer.json()).toMatchObject({ status: 404, title: 'Not found' });
    }
  });
});
