import { escaped } from '../../markup/escaped.ts';
import { type Exchange, type Headers, isAnswered, parsedJson } from '../http/exchange.ts';

/** A request and its answer side by side, folded. */
export function exchangeBlock(exchange: Exchange): string {
  const { direction, method, url, headers, body, answer, ms } = exchange;
  const isOurs = direction === 'to-live-chat';
  const outcome = isAnswered(answer) ? String(answer.status) : answer.failure;
  const path = isOurs ? new URL(url).pathname : url;
  const who = isOurs ? 'to the live chat' : 'from the live chat';
  const took = isOurs ? `, ${ms} ms` : '';
  const answered = isAnswered(answer)
    ? message(`HTTP ${answer.status}`, answer.headers, answer.body)
    : answer.failure;
  return `<details class="exchange"><summary>${escaped(`${method} ${path}`)} → ${escaped(outcome)} <span class="soft">${who}${took}</span></summary>
<div class="pair"><div><h3>Request</h3><pre>${escaped(message(`${method} ${url}`, headers, body))}</pre></div>
<div><h3>${isOurs ? 'Answer' : 'Our answer'}</h3><pre>${escaped(answered)}</pre></div></div></details>`;
}

const LONGEST = 20_000;

function message(firstLine: string, headers: Headers, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const parsed = parsedJson(body);
  const text = parsed === undefined ? body : JSON.stringify(parsed, null, 2);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text;
  return [firstLine, ...lines, '', shown].join('\n').trimEnd();
}
