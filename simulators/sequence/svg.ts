import { escaped } from '../markup/escaped.ts';
import { momentText } from '../report/time-text.ts';
import { brief } from './brief.ts';
import { type Lifeline, lifelineNames, lifelines, type Mark, type Step } from './step.ts';
import { durationText, markText, notesOf, outcomeText, stepText } from './step-text.ts';
import type { Sequence } from './steps.ts';
import { svgStyle } from './svg-style.ts';

export interface SvgOptions {
  /** What the drawing is of, in a few words. */
  readonly title: string;
  /** Told apart by this when several drawings stand in one page: letters, digits and dashes. Default `sequence`. */
  readonly id?: string;
  /** From when times are counted, in milliseconds since 1970. Default: the first thing that happens. */
  readonly beganAt?: number;
  /** A moment to find at a glance, by the id `<id>-moment`. */
  readonly moment?: { readonly at: number; readonly text: string };
}

const gutter = 92;
const column = 148;
const headHeight = 30;
const stepHeight = 42;
const markHeight = 34;
const gapHeight = 26;
const pixelsPerLetter = 6.1;
const pixelsPerSmallLetter = 5.4;
/** Silence that is worth a line of its own. */
const longSilenceMs = 20_000;

const width = gutter + column * lifelines.length + 16;
const xOf = (lifeline: Lifeline): number => gutter + column * (lifelines.indexOf(lifeline) + 0.5);

type Row =
  | { readonly is: 'step'; readonly at: number; readonly step: Step }
  | { readonly is: 'mark'; readonly at: number; readonly mark: Mark }
  | { readonly is: 'silence'; readonly at: number; readonly ms: number }
  | { readonly is: 'moment'; readonly at: number; readonly text: string; readonly id: string };

/** The sequence as one drawing that needs nothing else: an `svg` element for a file or a page. */
export function sequenceSvg(sequence: Sequence, options: SvgOptions): string {
  const { title, id = 'sequence', moment } = options;
  const rows = rowsOf(sequence, moment && { ...moment, id: `${id}-moment` });
  const beganAt = options.beganAt ?? rows[0]?.at ?? 0;
  const drawn: string[] = [];
  let y = headHeight + 22;
  for (const row of rows) {
    drawn.push(drawRow(row, y, beganAt));
    y += heightOf(row);
  }
  const height = y + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="sequence" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-desc">${escaped(inWords(rows))}</desc>`,
    `<style>${svgStyle}</style>`,
    ...lifelines.map((each) => drawLifeline(each, height)),
    ...drawn,
    '</svg>',
  ].join('\n');
}

type Moment = Omit<Extract<Row, { readonly is: 'moment' }>, 'is'>;

function rowsOf({ steps, marks }: Sequence, moment: Moment | undefined): readonly Row[] {
  const happenings: readonly Row[] = [
    ...marks.map((mark) => ({ is: 'mark' as const, at: mark.at, mark })),
    ...steps.map((step) => ({ is: 'step' as const, at: step.at, step })),
    ...(moment ? [{ is: 'moment' as const, ...moment }] : []),
  ].toSorted((a, b) => a.at - b.at);
  return happenings.flatMap((row, index): readonly Row[] => {
    const ms = row.at - (happenings[index - 1]?.at ?? row.at);
    return ms < longSilenceMs ? [row] : [{ is: 'silence', at: row.at, ms }, row];
  });
}

function heightOf(row: Row): number {
  switch (row.is) {
    case 'step':
      return stepHeight;
    case 'mark':
    case 'moment':
      return markHeight;
    case 'silence':
      return gapHeight;
  }
}

const inWords = (rows: readonly Row[]): string =>
  rows.length === 0 ? 'Nothing has happened.' : rows.map(rowInWords).join('\n');

function rowInWords(row: Row): string {
  switch (row.is) {
    case 'step':
      return stepText(row.step);
    case 'mark':
      return markText(row.mark);
    case 'silence':
      return `${durationText(row.ms)} later`;
    case 'moment':
      return row.text;
  }
}

function drawLifeline(lifeline: Lifeline, height: number): string {
  const x = xOf(lifeline);
  const half = column / 2 - 8;
  return [
    `<g class="head"><line class="life" x1="${x}" y1="${headHeight}" x2="${x}" y2="${height}"/>`,
    `<rect x="${x - half}" y="4" width="${half * 2}" height="${headHeight - 4}" rx="8"/>`,
    `<text x="${x}" y="22">${escaped(lifelineNames[lifeline])}</text></g>`,
  ].join('');
}

function drawRow(row: Row, y: number, beganAt: number): string {
  switch (row.is) {
    case 'step':
      return drawStep(row.step, y, beganAt);
    case 'mark':
      return drawMark(row.mark, y, beganAt);
    case 'silence': {
      const line = `<line class="gap" x1="${gutter}" y1="${y}" x2="${width - 16}" y2="${y}"/>`;
      const text = `${durationText(row.ms)} later`;
      return `<g>${line}<text class="later label" x="${width / 2}" y="${y + 4}">${text}</text></g>`;
    }
    case 'moment':
      return drawMoment(row, y, beganAt);
  }
}

/** Across all lifelines, since it is about what was not seen on any of them. */
function drawMoment({ at, text, id }: Moment, y: number, beganAt: number): string {
  return [
    `<g class="moment" id="${id}"><title>${escaped(text)}</title>`,
    `<rect x="4" y="${y - 9}" width="${width - 8}" height="26" rx="6"/>`,
    `<text class="time" x="8" y="${y + 8}">${momentText(at - beganAt)}</text>`,
    `<text class="name" x="${(gutter + width) / 2}" y="${y + 8}">${escaped(fitting(text, width - gutter - 24))}</text></g>`,
  ].join('');
}

function drawStep(step: Step, y: number, beganAt: number): string {
  const [from, to] = [xOf(step.from), xOf(step.to)];
  const middle = (from + to) / 2;
  const line = y + 12;
  const room = Math.abs(to - from) + 70;
  const notes = [outcomeText(step), ...notesOf(step)].filter((note) => note !== '').join(' · ');
  return [
    `<g class="step ${step.outcome} ${step.kind}"><title>${escaped(stepText(step))}</title>`,
    `<text class="time" x="8" y="${line + 4}">${momentText(step.at - beganAt)}</text>`,
    `<line class="arrow" x1="${from}" y1="${line}" x2="${to}" y2="${line}"/>${pointOf(step, line)}`,
    `<text class="label" x="${middle}" y="${line - 6}">${escaped(fitting(step.label, room))}</text>`,
    notes === ''
      ? ''
      : `<text class="note${step.fault === undefined ? '' : ' met'}" x="${middle}" y="${line + 14}">${escaped(fitting(notes, room + 100, pixelsPerSmallLetter))}</text>`,
    '</g>',
  ].join('');
}

/** A full head for what arrived, a cross for what was refused, an open end for an unknown outcome. */
function pointOf({ from, to, outcome }: Step, y: number): string {
  const x = xOf(to);
  const back = xOf(from) < x ? -1 : 1;
  if (outcome === 'refused') {
    const at = x + back * 8;
    return `<path class="point" d="M${at - 4} ${y - 4}L${at + 4} ${y + 4}M${at + 4} ${y - 4}L${at - 4} ${y + 4}"/>`;
  }
  return `<path class="point" d="M${x} ${y}L${x + back * 9} ${y - 4.5}L${x + back * 9} ${y + 4.5}Z"/>`;
}

function drawMark({ on, label, tone, at }: Mark, y: number, beganAt: number): string {
  const text = brief(label, 34);
  const half = Math.max(44, (text.length * 6.8) / 2 + 10);
  const x = Math.min(Math.max(xOf(on), gutter + half), width - half - 4);
  return [
    `<g class="mark ${tone}"><title>${escaped(markText({ id: '', at, on, label, tone }))}</title>`,
    `<text class="time" x="8" y="${y + 8}">${momentText(at - beganAt)}</text>`,
    `<rect x="${x - half}" y="${y - 7}" width="${half * 2}" height="22" rx="11"/>`,
    `<text class="name" x="${x}" y="${y + 8}">${escaped(text)}</text></g>`,
  ].join('');
}

const fitting = (text: string, pixels: number, perLetter = pixelsPerLetter): string =>
  brief(text, Math.floor(pixels / perLetter));
