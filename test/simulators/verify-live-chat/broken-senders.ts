import { setTimeout as sleep } from 'node:timers/promises';
import type { Breakage, Request, Response } from './broken-live-chat.ts';

/* Each sends callbacks wrongly in one way. */

export const taken: Response = { status: 202, type: 'application/json', body: '{}' };
const isMessage = ({ body }: Request): boolean => body.includes('"type":"message"');

export type Callback = NonNullable<Breakage['callback']>;

export const unsigned: Callback = ({ headers, ...callback }, post) => {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('webhook-'));
  return post({ ...callback, headers: Object.fromEntries(kept) });
};

/** Each callback goes its own way, and a repeat takes longer than the next one. */
export const outOfOrder: Callback = async (callback, post) => {
  const deliver = async (): Promise<void> => {
    const { status } = await post(callback);
    if (status !== 503) return;
    await sleep(400);
    await post(callback);
  };
  void deliver();
  return taken;
};

export const neverRepeated: Callback = async (callback, post) => {
  await post(callback);
  return taken;
};

let attempts = 0;
export const newIdEachTime: Callback = (callback, post) => {
  attempts += 1;
  return post({ ...callback, body: callback.body.replace(/"messageId":"/, `"messageId":"${attempts}-`) });
};

export const deafFor410: Callback = async (callback, post) => {
  const response = await post(callback);
  if (response.status === 410 && isMessage(callback)) await post(callback);
  return response;
};

/** The repeat is the last one, whatever comes of it. */
export const repeatedOnce: Callback = async (callback, post) => {
  const { status } = await post(callback);
  if (status >= 500) await post(callback);
  return taken;
};

export const givesUpOn =
  (status: number): Callback =>
  async (callback, post) => {
    const response = await post(callback);
    return response.status === status ? taken : response;
  };
/** What a cut connection looks like behind the proxy. */
export const CUT = 502;

const counts = new Map<string, number>();
/** 1, 2, 3 for each type. */
export const numberedByType: Callback = (callback, post) => {
  const { type } = JSON.parse(callback.body);
  const count = (counts.get(type) ?? 0) + 1;
  counts.set(type, count);
  return post({ ...callback, body: callback.body.replace(/"messageId":"[^"]*"/, `"messageId":"${count}"`) });
};

/** Signed as one writer has it, sent as another has it, which escapes what is not ASCII. */
export const writtenTwice: Callback = (callback, post) =>
  post({
    ...callback,
    body: callback.body.replace(
      /[\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  });

export const escapesMarkup: Callback = (callback, post) =>
  post({ ...callback, body: callback.body.replaceAll('<b>', '&lt;b&gt;') });

export const elsewhere =
  (method: string, path: string): Callback =>
  async ({ headers, body }, _, to) => {
    const response = await fetch(new URL(path, to), { method, headers, body });
    return { status: response.status, type: '', body: '' };
  };

export const withoutSender: Callback = (callback, post) =>
  post({ ...callback, body: callback.body.replace('"sender"', '"agent"') });
