import { proxyChoice } from '../../src/adapters/http/client/proxies.ts';
import type { CheckedPoint } from '../../src/adapters/live-chat/vendor.ts';
import type { Config } from '../../src/config/config.ts';
import { type Asked, asked, cameOf, fine, unknown, wrong } from './asked.ts';

/** Signatures and tokens are refused from five minutes on. */
const offAtMost = { wrong: 300_000, unknown: 30_000 };
/** An answer that takes longer leaves little of a turn, in milliseconds. */
const slowMs = 3000;

/** The clock against those of the peers, the way out, and how long peers take. */
export async function checkSurroundings(config: Config): Promise<readonly CheckedPoint[]> {
  const { tenantId, authority } = config.skillApp;
  const entra = `${authority}/${tenantId}/v2.0/.well-known/openid-configuration`;
  // Only tokens of Bot Framework itself need its keys.
  const keys = config.allowsBotFrameworkTenant ? [config.cloud.botFramework.keysUrl] : [];
  const urls = [entra, ...keys];
  const answers = await Promise.all(
    urls.map(async (url) => ({ url, answer: await asked(url), now: Date.now() })),
  );
  return [
    ...answers.map(({ url, answer }) => reachedPoint(url, answer)),
    ...answers.flatMap(({ url, answer, now }) => clockPoint(url, answer, now)),
    ...wayOut(config, urls),
    ...turnBudget(config),
  ];
}

function reachedPoint(url: string, answer: Asked): CheckedPoint {
  const tried = `GET ${url}`;
  if (!('status' in answer) || answer.status >= 400) {
    return wrong(
      tried,
      cameOf(answer),
      'Tokens cannot be checked without it: look at the firewall, HTTPS_PROXY, and the tenant.',
    );
  }
  return answer.ms > slowMs
    ? unknown(
        tried,
        cameOf(answer),
        'That is slow: a request for an agent waits for it. Look at the way out.',
      )
    : fine(tried, cameOf(answer));
}

function clockPoint(url: string, answer: Asked, now: number): readonly CheckedPoint[] {
  if (!('status' in answer) || answer.date === undefined) return [];
  const off = now - answer.date;
  const came = `${Math.round(off / 1000)} s ahead of it`;
  const tried = `this machine’s clock against that of ${new URL(url).host}`;
  const advice = 'Let the clock be set by NTP: from five minutes on, tokens and signatures are refused.';
  if (Math.abs(off) > offAtMost.wrong) return [wrong(tried, came, advice)];
  return [Math.abs(off) > offAtMost.unknown ? unknown(tried, came, advice) : fine(tried, came)];
}

function wayOut({ proxies }: Config, urls: readonly string[]): readonly CheckedPoint[] {
  if (proxies === undefined) return [fine('the way out', 'direct: no HTTPS_PROXY is set')];
  const proxyFor = proxyChoice(proxies);
  return urls.map((url) => {
    const { protocol, hostname, port, host } = new URL(url);
    const defaultPort = protocol === 'https:' ? 443 : 80;
    const proxy = proxyFor({ protocol, hostname, port: Number(port || defaultPort) });
    return fine(
      `the way out to ${host}`,
      proxy ? `through ${proxy.host}:${proxy.port}` : 'direct, by NO_PROXY',
    );
  });
}

function turnBudget({ settings: { turnBudgetMs } }: Config): readonly CheckedPoint[] {
  const tried = 'HANDOFF_TURN_BUDGET_MS against the 15 s that Copilot Studio waits for a skill';
  return [
    turnBudgetMs > 12_000
      ? unknown(
          tried,
          `${turnBudgetMs} ms`,
          'That leaves less than 3 s for the way: take 10000 where customers see errors.',
        )
      : fine(tried, `${turnBudgetMs} ms`),
  ];
}
