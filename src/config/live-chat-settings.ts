import { z } from 'zod';
import type { LiveChatVendor } from '../adapters/live-chat/vendor.ts';
import { vendors } from '../adapters/live-chat/vendors.ts';
import { choiceSetting } from '../adapters/settings/choices.ts';
import type { Environment } from './environment.ts';

const [byDefault, ...others] = vendors;
const kinds: readonly [string, ...string[]] = [byDefault.kind, ...others.map(({ kind }) => kind)];
const shown = kinds.map((kind) => `\`${kind}\``);

export const liveChatKindSettings = z.object({
  LIVECHAT_KIND: choiceSetting(
    { description: [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' or ') },
    kinds,
  ),
});

/** The vendor whose settings are read; the default one where the kind is none. */
export const vendorIn = ({ LIVECHAT_KIND }: Environment): LiveChatVendor =>
  vendors.find(({ kind }) => kind === LIVECHAT_KIND) ?? byDefault;
