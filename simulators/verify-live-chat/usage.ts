export const usage = `Checks a live chat against the contract of Handoff Bridge.

  npm run verify:live-chat -- --url https://vendor.example [options]
  npx handoff-bridge-verify --url https://vendor.example [options]

What to check
  --url URL                  where the API of the live chat is served
  --kind KIND                reference (default) or contoso-sample
  --only TEXT                only clauses whose name contains TEXT; may be repeated
  --timeout MS               how long an answer may take (default 5000)
  --remember MS              how long a key has to be known at least before its request is repeated (default 5000)
  --out DIR                  where report.html and report.junit.xml go (default ./verify-live-chat-report)

Authentication (one of them; secrets are best kept in the environment)
  --bearer TOKEN             or VERIFY_BEARER
  --api-key-header NAME      such as X-Api-Key, its value in VERIFY_API_KEY; or "X-Api-Key: value"
  --oauth-token-url URL --oauth-client-id ID [--oauth-scope SCOPE]
                             client credentials, the secret in VERIFY_OAUTH_CLIENT_SECRET

Connection
  --header "NAME: VALUE"     sent with each request; may be repeated
  --ca FILE                  PEM of an authority of your own
  --state-hook URL           makes the states that the API cannot make (Pact's provider states)

Callbacks, from the live chat to the bridge; checked when one of these is given
  --callback-url URL         where the live chat reaches this command (default: its own loopback address)
  --callback-port PORT       where the command listens (default: a free port on 127.0.0.1)
  --callback-timeout MS      how long a callback may take (default 15000)
  VERIFY_WEBHOOK_SECRET      whsec_…, with which the live chat signs; or --webhook-secret
  --trigger URL              a test hook: for each POST {"sessionId","type"} the live chat sends one such callback,
                             with the words of "message" when there are some
  --by-hand                  asks you to do it at the agent's desk (the default on a terminal without --trigger)
  --require-callbacks        ends with 2 when no callback, or no signature, was checked; for build servers

Examples
  VERIFY_BEARER=… npm run verify:live-chat -- --url https://chat.example
  VERIFY_BEARER=… VERIFY_WEBHOOK_SECRET=whsec_… npm run verify:live-chat -- --url https://chat.example \\
      --callback-url https://my-tunnel.example --callback-port 8080 --trigger https://chat.example/test/callbacks
  npm run verify:live-chat -- --url http://127.0.0.1:5000 --only "an end"

Exit codes
  0  what was checked is kept    1  it is broken    2  it could not be checked    130  stopped by Ctrl+C
`;
