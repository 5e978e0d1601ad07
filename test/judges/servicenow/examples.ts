import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const json = z.record(z.string(), z.unknown());
const examples = z.array(z.object({ title: z.string(), kind: z.enum(['request', 'callback']), json }));

export type Json = Readonly<z.infer<typeof json>>;

export interface Example {
  readonly title: string;
  readonly kind: 'request' | 'callback';
  readonly json: Json;
}

/** The examples of ServiceNow's own page on the Bot Integration API (ServiceNowDocs, branch australia). They are no part of this project. */
export function vendorExamples(): readonly Example[] {
  const folder = process.env.VENDOR_SPECS ?? '../shared/specs';
  const file = join(folder, 'servicenow-bot-integration.examples.json');
  return examples.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The names of an object and the types of their values, all the way down; lists by what is in them, in order. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
}

export interface ItemName {
  readonly uiType?: unknown;
  readonly actionType?: unknown;
}

/** What an item of a body is called. */
export const nameOf = ({ uiType, actionType }: ItemName): string => String(actionType ?? uiType);

export const itemsOf = ({ body }: Json): readonly Json[] => z.array(json).parse(body ?? []);
