import { setGlobalDispatcher } from 'undici';
import { outboundAgent } from '../../../src/adapters/http/client/proxy-tunnel.ts';
import type { ConfiguredLiveChat } from '../../../src/adapters/live-chat/vendor.ts';
import { pinoLog } from '../../../src/adapters/system/log.ts';
import { standardOutput } from '../../../src/adapters/system/standard-output.ts';
import { startBridge } from '../../../src/bridge.ts';
import { readConfig } from '../../../src/config/config.ts';
import { standInFeed } from '../../contracts/stand-in/feed.ts';

/*
 * The bridge that operators run, but for one thing: its live chat does not call back, and is heard on the stream of the stand-in.
 * Started like src/main.ts, with the addresses of the stream, and of who takes the live chat's callbacks, as further variables.
 */

const { FEED_STREAM_URL: streamUrl = '', FEED_CALLBACK_URL: callbackUrl = '' } = process.env;

/** What the bridge has no route for, the vendor keeps and tells on its stream. */
const heardOnStream = ({ kind, settings, open }: ConfiguredLiveChat): ConfiguredLiveChat => ({
  kind,
  settings,
  open(platform) {
    const { routes: _, ...opened } = open({ ...platform, publicUrl: callbackUrl });
    return { ...opened, feed: standInFeed(streamUrl) };
  },
});

setGlobalDispatcher(outboundAgent());
const config = readConfig(process.env);
const { liveChat } = config;
const log = pinoLog(config.logLevel, standardOutput());
const followed = heardOnStream({ ...liveChat, open: (platform) => liveChat.open(platform) });
const bridge = await startBridge({ ...config, liveChat: followed }, log);
process.on('SIGTERM', () => void bridge.stop().then(() => process.exit(0)));
