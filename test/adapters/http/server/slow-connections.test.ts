import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../running-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const ofEach = 100;
/** A route that reads the body before it decides anything. */
const post = 'POST /api/messages/proactive HTTP/1.1\r\nHost: bridge\r\n';
/** What each sends at once, and what it goes on with, one byte every quarter of a second. */
const kinds: readonly { readonly first: string; readonly trickle: string }[] = [
  { first: '', trickle: '' },
  { first: 'POST /api/mess', trickle: '' },
  { first: post, trickle: 'X-Slow: a very slow header that goes on and on and never comes to its end' },
  { first: `${post}Content-Length: 1000\r\n\r\n{"a":`, trickle: ' '.repeat(100) },
  { first: `${post}Transfer-Encoding: chunked\r\n\r\n3e8\r\n`, trickle: 'x'.repeat(100) },
];

/** Opens a connection that never finishes its request; resolves with its age in milliseconds when it is closed. */
function linger(port: number, { first, trickle }: (typeof kinds)[number]): Promise<number> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let sent = 0;
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(first));
    const timer = setInterval(() => {
      if (sent < trickle.length && socket.writable) socket.write(trickle[sent++] ?? '');
    }, 250);
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(performance.now() - startedAt);
    });
  });
}

describe('S15: 500 connections that never finish a request', () => {
  it('are cut within 10 s, and others are served meanwhile', { timeout: 15_000 }, async () => {
    const { port } = new URL(world.url);
    const ages = Promise.all(
      kinds.flatMap((kind) => Array.from({ length: ofEach }, () => linger(Number(port), kind))),
    );
    const state = { isOver: false };
    void ages.then(() => {
      state.isOver = true;
    });
    const waits: number[] = [];
    while (!state.isOver) {
      const before = performance.now();
      expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
      expect((await world.microsoft.copilotStudio.callSkill({ type: 'message', text: 'hi' })).status).toBe(
        200,
      );
      waits.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(Math.max(...(await ages))).toBeLessThan(10_000);
    expect(waits.length).toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThan(5000);
    expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(1000);
  });
});
