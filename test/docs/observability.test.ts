import { readFile } from 'node:fs/promises';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alerts } from '../../scripts/observability/alerts.ts';
import { figures } from '../../scripts/observability/figures.ts';
import { processPanels } from '../../scripts/observability/panel.ts';
import { rendered } from '../../scripts/observability/rendered.ts';
import { type OperatedBridge, startOperatedBridge } from '../adapters/admin/operator.ts';

let world: OperatedBridge;
let there: ReadonlyMap<string, string>;
beforeAll(async () => {
  world = await startOperatedBridge();
  const { text } = await world.ask('GET', '/metrics');
  there = new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
});
afterAll(() => world.stop());

/** Grafana puts a duration there. */
const asAsked = (expression: string): string => expression.replaceAll('$__rate_interval', '5m');

const expressions = [
  ...alerts.map(({ name, expression }) => [name, expression] as const),
  ...[...figures.flatMap(({ panel }) => panel ?? []), ...processPanels].flatMap(({ title, lines }) =>
    lines.map(([expression]) => [title, asAsked(expression)] as const),
  ),
];

/** Names in an expression, and whether Prometheus' own grammar of queries reads it without an error. */
function read(expression: string): { readonly names: readonly string[]; readonly isRight: boolean } {
  const names: string[] = [];
  let isRight = true;
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) isRight = false;
      if (type.name === 'Identifier') names.push(expression.slice(from, to));
    },
  });
  return { names, isRight };
}

describe('What operators watch the bridge with', () => {
  it.each([...rendered()])('%s is what npm run observability writes', async (path, text) => {
    const found = await readFile(path, 'utf8');
    if (path.endsWith('.json')) expect(JSON.parse(found)).toEqual(JSON.parse(text));
    else expect(found).toBe(text);
  });

  it('lists each figure of the bridge, and none that it has not', () => {
    const own = [...there.keys()].filter((name) => name.startsWith('handoff_'));
    expect(figures.map(({ name }) => name).sort()).toEqual(own.sort());
  });

  it.each(expressions)('%s asks in PromQL for figures that there are', (_, expression) => {
    const { names, isRight } = read(expression);
    expect(isRight).toBe(true);
    const ofOthers = ['up', 'probe_success'];
    const unknown = names
      .map((name) =>
        there.get(name.replace(/_bucket$/, '')) === 'histogram' ? name.replace(/_bucket$/, '') : name,
      )
      .filter((name) => !there.has(name) && !ofOthers.includes(name));
    expect(unknown).toEqual([]);
  });

  it('would show an expression that is none', () => {
    expect(read('sum by (a (handoff_sessions)').isRight).toBe(false);
    expect(read('sum(handoff_sessions{state="ended"})')).toEqual({
      names: ['handoff_sessions'],
      isRight: true,
    });
  });
});
