import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOperatedBridge } from '../admin/operator.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';
import { type OtlpReceiver, otlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';

const agentTrace = { id: '0af7651916cd43dd8448eb211c80319c', parent: 'b7ad6b7169203331' };
const secrets = ['SECRET-PROBLEM', 'SECRET-OF-DANA', 'SECRET-OF-ANNA', 'Dana', 'Anna', 'SECRET-PATH'];

let receiver: OtlpReceiver;
let token: string;
let ids: { readonly conversation: string };
/** The `traceparent` of each request that the bridge made to Teams. */
const toldTeams: string[] = [];

/** Exporter and resource read the environment of the process themselves. */
function withOtel(url: string) {
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=collector-key',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=rehearsal',
    OTEL_SERVICE_NAME: 'bridge-of-contoso',
  };
  Object.assign(process.env, settings);
  return settings;
}

function listen(message: unknown): void {
  const { request } = message as { readonly request: { readonly path: string; readonly headers: unknown } };
  if (!request.path.startsWith('/teams/') || !Array.isArray(request.headers)) return;
  const at = request.headers.indexOf('traceparent');
  if (at >= 0) toldTeams.push(String(request.headers[at + 1]));
}

beforeAll(async () => {
  receiver = await otlpReceiver();
  subscribe('undici:request:create', listen);
  const world = await startOperatedBridge({ environment: withOtel(receiver.url) });
  const { customer, copilot, chat } = await openSession(world, { ProblemDescription: 'SECRET-PROBLEM' });
  const headers = { traceparent: `00-${agentTrace.id}-${agentTrace.parent}-01` };
  await postSigned(world, callbackOf(chat.id, { message: 'SECRET-OF-DANA' }), { headers });
  await customer.sees('SECRET-OF-DANA');
  await copilot.message('SECRET-OF-ANNA');
  await chat.sees('SECRET-OF-ANNA');
  world.microsoft.teams.failNext({ status: 503, headers: { 'retry-after': '0' } });
  await Promise.all(
    [1, 2, 3].map((n) => postSigned(world, callbackOf(chat.id, { message: `SECRET-OF-DANA ${n}` }))),
  );
  for (const n of [1, 2, 3]) await customer.sees(`SECRET-OF-DANA ${n}`);
  await world.ask('GET', '/admin/dead-letters/none');
  await fetch(`${world.url}/SECRET-PATH`);
  token = world.token;
  ids = { conversation: customer.conversationId };
  await world.stop();
  unsubscribe('undici:request:create', listen);
});
afterAll(() => receiver.stop());

const called = (name: string): readonly ReceivedSpan[] => receiver.spans.filter((span) => span.name === name);
const parentOf = ({ parentId }: ReceivedSpan) => receiver.spans.find(({ spanId }) => spanId === parentId);
const deliveries = () => receiver.spans.filter(({ kind }) => kind === 3);

describe('With an endpoint of OpenTelemetry', () => {
  it('there is a span for each request, with its route and status', () => {
    const [request] = called('POST /api/messages');
    expect(request).toMatchObject({ kind: 2, parentId: '' });
    expect(request?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/messages',
      'http.response.status_code': 200,
    });
    expect(called('GET /admin/dead-letters/:id')).toHaveLength(1);
    expect(called('HTTP').map(({ attributes }) => attributes)).toEqual([
      { 'http.response.status_code': 404 },
    ]);
  });

  it('a request that names a trace belongs to it, and so do its commit and its delivery', () => {
    const spans = receiver.spans.filter(({ traceId }) => traceId === agentTrace.id);
    const request = spans.find(({ name }) => name === 'POST /api/messages/proactive');
    expect(request).toMatchObject({ kind: 2, parentId: agentTrace.parent });
    const commit = spans.find(({ name, parentId }) => name === 'commit' && parentId === request?.spanId);
    expect(commit?.attributes['handoff.outcome']).toBe('committed');
    const delivery = spans.find(({ name }) => name === 'deliver to-customer');
    expect(delivery).toMatchObject({ kind: 3, parentId: request?.spanId });
    expect(delivery?.attributes).toMatchObject({
      'handoff.kind': 'say',
      'handoff.attempt': 1,
      'handoff.outcome': 'delivered',
    });
  });

  it('each attempt is a span of its own, in the trace of the request that brought its message', () => {
    const said = deliveries().filter(({ attributes }) => attributes['handoff.kind'] === 'say');
    expect(said).toHaveLength(6);
    expect(said.filter(({ attributes }) => attributes['handoff.outcome'] === 'not-delivered')).toHaveLength(
      1,
    );
    for (const delivery of said) expect(parentOf(delivery)?.kind).toBe(2);
    const requests = new Set(said.map(({ parentId }) => parentId));
    expect(requests.size).toBe(5);
  });

  it('a peer that is called is told the span of the attempt', () => {
    const attempts = deliveries().filter(({ name }) => name === 'deliver to-customer');
    expect(toldTeams.length).toBeGreaterThanOrEqual(5);
    for (const { traceId, spanId, attributes } of attempts) {
      if (attributes['handoff.kind'] === 'say') expect(toldTeams).toContain(`00-${traceId}-${spanId}-01`);
    }
  });

  it('the exporter and the resource go by the standard settings', () => {
    expect(receiver.resource).toMatchObject({
      'service.name': 'bridge-of-contoso',
      'deployment.environment.name': 'rehearsal',
    });
    expect(receiver.raw.every((each) => /^POST \/v1\/(traces|metrics) /.test(each))).toBe(true);
    expect(receiver.raw.every((each) => each.includes('"api-key":"collector-key"'))).toBe(true);
  });

  it('nothing that was sent holds a text, a name, a path of strangers, a token or an address', () => {
    const all = receiver.raw.join('\n');
    expect(all).toContain('handoff.session');
    for (const secret of [...secrets, token, ids.conversation, 'Bearer', 'eyJ'])
      expect(all).not.toContain(secret);
  });
});

describe('A collector that is not there, or refuses', () => {
  it.each([400, 'gone'] as const)('costs no message and no time: %s', async (how) => {
    const refusing = await otlpReceiver(how === 'gone' ? 200 : how);
    if (how === 'gone') await refusing.stop();
    const world = await startOperatedBridge({ environment: withOtel(refusing.url) });
    const { customer, chat } = await openSession(world);
    const before = Date.now();
    await postSigned(world, callbackOf(chat.id, { message: 'Hello' }));
    await customer.sees('Hello');
    expect(Date.now() - before).toBeLessThan(1_000);
    const stoppedAt = Date.now();
    await world.stop();
    expect(Date.now() - stoppedAt).toBeLessThan(4_500);
    expect(refusing.raw.length > 0).toBe(how !== 'gone');
    if (how !== 'gone') await refusing.stop();
  });
});
