import { randomBytes } from 'node:crypto';
import { startLiveChat } from '../live-chat/start-live-chat.ts';

/** A live chat that keeps the contract, to see the check at work before there is one of your own. */
const bearer = randomBytes(18).toString('base64url');
const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`;

const { url } = await startLiveChat({ kind: 'reference', apiKey: bearer, webhookSecret, testHook: true });

process.stdout.write(`
  A live chat is served at ${url}, its desk is ${url}/ in a browser. Check it from another terminal:

  VERIFY_BEARER=${bearer} VERIFY_WEBHOOK_SECRET=${webhookSecret} \\
    npm run verify:live-chat -- --url ${url} \\
    --trigger ${url}/test-hook/callbacks --state-hook ${url}/test-hook/states

  Ctrl+C stops it.

`);
