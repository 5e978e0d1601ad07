import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../../../simulators/http/listen.ts';
import { accessOf } from '../../../src/adapters/live-chat/salesforce/access-of.ts';
import { salesforceFeed } from '../../../src/adapters/live-chat/salesforce/feed/feed.ts';
import { sessionStreams } from '../../../src/adapters/live-chat/salesforce/feed/session-stream.ts';
import { salesforceSettings } from '../../../src/adapters/live-chat/salesforce/settings.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { environmentAt } from '../../adapters/live-chat/salesforce/organization.ts';
import { followed } from './followed.ts';

const conversation = '6f1c7f6a-0a0e-4c59-9d5e-1f3f3c1f0b11';
const type = 'text/event-stream';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Scripted {
  /** What comes on the stream, piece by piece. It stays open after that. */
  readonly pieces: readonly (string | Uint8Array)[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: 200 | 204 | 403;
}

/** Follows a conversation of an organization that says what a test scripts, and lists nothing. */
async function following({ pieces, headers = { 'content-type': type }, status = 200 }: Scripted) {
  const app = new Hono();
  app.post('/iamessage/api/v2/authorization/authenticated/access-token', (c) =>
    c.json({ accessToken: 'opaque', context: { endUser: { subject: 'v2/iamessage/AUTH/k/uid:hs_1' } } }),
  );
  app.get('/iamessage/api/v2/conversation/:id/entries', (c) => c.json([]));
  app.post('/iamessage/*', (c) => c.body(null, 202));
  app.get('/eventrouter/v1/sse', (c) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    c.status(status);
    if (status === 204) return c.body(null);
    return stream(c, async (out) => {
      for (const piece of pieces) {
        await out.write(piece);
        await out.sleep(5);
      }
      await new Promise<void>((resolve) => out.onAbort(resolve));
    });
  });
  const { url, stop } = await listen(app);
  stops.push(stop);
  const settings = salesforceSettings.parse(environmentAt(url));
  const log = { info() {}, warn() {}, error() {} };
  const { tokens, api } = accessOf(settings, { log, clock: systemClock });
  const open = sessionStreams({ settings, tokens });
  return followed(salesforceFeed({ api, tokens, open, clock: systemClock }), conversation);
}

const frameOf = (text: string, of = conversation, id = '7'): string => {
  const conversationEntry = {
    identifier: `i ${text}`,
    entryType: 'Message',
    entryPayload: JSON.stringify({
      abstractMessage: { id: 'm', staticContent: { formatType: 'Text', text } },
    }),
    senderDisplayName: 'Dana',
    sender: { role: 'Agent' },
  };
  return `event: CONVERSATION_MESSAGE\nid: ${id}\ndata: ${JSON.stringify({ conversationId: of, conversationEntry })}\n\n`;
};

describe('An event on a stream of Salesforce', () => {
  it('comes through in pieces that cut it and its characters', async () => {
    const bytes = new TextEncoder().encode(frameOf('Grüße 👩‍🚀 שלום'));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) =>
      bytes.slice(at * 7, at * 7 + 7),
    );
    const its = await following({ pieces });
    await its.hears('Dana: Grüße 👩‍🚀 שלום');
    expect(its.events[0]?.bookmark).toBe('0 7');
    its.stop();
  });

  it('comes through between others, and with other line ends', async () => {
    const pieces = [
      '\uFEFF: hello\r\n\r\nevent: ping\r\ndata: 0\r\n\r\n',
      'event: OF_THE_FUTURE\ndata: {"new":true}\n\ndata: no JSON\n\ndata:\n\nretry: 5\n\n',
      frameOf('one').replaceAll('\n', '\r\n'),
      frameOf('two').replaceAll('\n', '\r'),
      `${frameOf('three')}${frameOf('four')}`,
    ];
    const its = await following({ pieces });
    await its.hears('Dana: one', 'Dana: two', 'Dana: three', 'Dana: four');
    its.stop();
  });

  it('S12: of another conversation tells nothing', async () => {
    const other = conversation.replace('6f1c', '6f1d');
    const its = await following({ pieces: [frameOf('not yours', other), frameOf('yours')] });
    await its.hears('Dana: yours');
    its.stop();
  });

  it('S13: that has no end is given up', async () => {
    const its = await following({
      pieces: ['data: ', ...Array.from({ length: 40 }, () => 'x'.repeat(50_000))],
    });
    expect(await its.over).toMatch(/event-too-long/);
  });
});

describe('An answer in place of a stream of Salesforce', () => {
  it.each([
    { status: 200, headers: { 'content-type': 'text/html' } },
    { status: 200, headers: { 'content-type': 'application/json' } },
    { status: 204, headers: {} },
    { status: 403, headers: { 'content-type': type } },
  ] as const)('$status as $headers is none', async (answer) => {
    const its = await following({ pieces: ['<html>'], ...answer });
    expect(await its.over).toMatch(new RegExp(`stream is over: ${answer.status}`));
    expect(its.events).toEqual([]);
  });
});
