import { existsSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { say, sayError } from './say.ts';

/* Ends with 0 when the bridge of this machine answers at the address that its own settings name, and with 1 otherwise. */

const withinMs = 2500;

if (existsSync('.env')) process.loadEnvFile('.env');
const port = process.env.PORT?.trim() || '5001';
const url = `http://${hostOf(process.env.HANDOFF_HOST?.trim() || '0.0.0.0')}:${port}/healthz`;
try {
  const { status, ok } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(withinMs) });
  if (ok) say(`${url} is ${status}`);
  else fail(`${url} is ${status}`);
} catch {
  fail(`${url} does not answer`);
}

/** A bridge that listens on all addresses is asked at the loopback one. */
function hostOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}

function fail(what: string): void {
  sayError(what);
  process.exitCode = 1;
}
