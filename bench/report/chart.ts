import type { Results } from '../measure.ts';
import type { SubjectName } from '../subjects.ts';
import { figureOf, type Row, rows } from './metrics.ts';

const barHeight = 18;
const gap = 34;
const left = 190;
const width = 760;

/** Bars of a few rows, each row scaled to its largest figure, as one SVG document that needs nothing else. */
export function chart(all: ReadonlyMap<SubjectName, Results>): string {
  const shown = rows.filter(({ name }) => !/p50|max|agent relay$/.test(name));
  const rowHeight = all.size * (barHeight + 3) + gap;
  const height = shown.length * rowHeight + 20;
  const parts = shown.map((row, place) => group(row, all, 20 + place * rowHeight));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Figures of the last bench">
<style>
  text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 } rect { fill: #7a869a }
  .lowdb, .postgres, .postgres-3, .memory { fill: #2f6fde } svg { background: #fff }
  @media (prefers-color-scheme: dark) { svg { background: #16181d } text { fill: #e6e8eb } rect { fill: #6b7686 } .lowdb, .postgres, .postgres-3, .memory { fill: #6ea0ff } }
</style>
${parts.join('\n')}
</svg>
`;
}

function group(row: Row, all: ReadonlyMap<SubjectName, Results>, top: number): string {
  const figures = [...all].map(([name, results]) => ({ name, value: figureOf(row, results) }));
  const most = Math.max(...figures.map(({ value }) => value));
  const bars = figures.map(({ name, value }, place) => {
    const y = top + 12 + place * (barHeight + 3);
    const length = Math.max(1, ((width - left - 110) * value) / most);
    return `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${name}</text><rect class="${name}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="3"/><text x="${left + length + 8}" y="${y + 13}">${value >= 100 ? Math.round(value) : value.toFixed(1)} ${row.unit}</text>`;
  });
  return `<text class="title" x="10" y="${top + 4}">${row.name}</text>\n${bars.join('\n')}`;
}
