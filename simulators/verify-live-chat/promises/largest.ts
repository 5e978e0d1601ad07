/** The largest values that the contract allows, and every kind of text; a test holds them against its document. */
export const limits = {
  message: 250_000,
  messageId: 1_100,
  sender: 256,
  customerId: 1_024,
  customerName: 256,
  locale: 64,
  transcriptLines: 200,
  transcriptLine: 8_000,
  context: 32_000,
  callbackUrl: 2_048,
  body: 300_000,
} as const;

export interface Sample {
  /** As a cause begins: `a message of 256 characters`. */
  readonly what: string;
  readonly text: string;
}

const counted = (count: number): string => count.toLocaleString('en-GB');
const words = (count: number): string =>
  'It is the power supply, I think. '.repeat(count / 33 + 1).slice(0, count);

/** Column types and body parsers like to stop at these. */
export const lengths: readonly Sample[] = [
  ...[256, 1_025, 4_097, 16_384, 65_536, 102_400, limits.message].map((count) => ({
    what: `a message of ${counted(count)} characters`,
    text: words(count),
  })),
  { what: 'a message of 80,000 characters that take three bytes each', text: '語'.repeat(80_000) },
];

export const scripts: readonly Sample[] = [
  { what: 'a message with emoji', text: '👋🏽 👩‍👩‍👧‍👦 🇨🇭 🫶 1️⃣' },
  { what: 'a message from right to left', text: 'שלום, מה שלומך? مرحبا ١٢٣ \u200fabc\u200e \u2067x\u2069' },
  {
    what: 'a message with combining marks',
    text: 'e\u0301 Z\u0337\u0327\u031b\u0317a\u0361l\u0334go நி क्षि ก็',
  },
  { what: 'a Chinese, Japanese and Korean message', text: '你好，世界 こんにちは 안녕하세요 𠮷野家' },
  {
    what: 'a message with markup',
    text: '<script>alert(1)</script> <b>bold</b> &amp; <img src=x onerror=alert(1)>',
  },
  {
    what: 'a message that looks like code',
    text: "'; DROP TABLE messages; -- #{x} {{7*7}} %s %00 ../../etc/passwd",
  },
  { what: 'a message with quotes and backslashes', text: '"C:\\temp\\new" \\u0041 \\" `x`' },
  { what: 'a message of several lines', text: 'one\ntwo\n\n\tthree\n' },
  { what: 'a message with rare blanks and separators', text: 'a\u2028b\u2029c\u00a0d\u200be\ufefff' },
  { what: 'a message that is JSON', text: '{"type":"session-ended"}' },
  { what: 'a message of one character', text: '.' },
  { what: 'the message "null"', text: 'null' },
];

/** As channels number messages, with what the bridge adds: no blanks, and no letters beyond ASCII. */
export const longestMessageId = `${'1763800000001|a:19_b;c='.repeat(60).slice(0, limits.messageId - 8)}-problem`;
export const longestName = `${'Zoë Ångström-Müller 李雷 '.repeat(20).slice(0, limits.sender - 5)}👩‍🚀`;

/** Every field as large as it can be at once: a body as a whole has a limit too. */
export function largestStart(conversationId: string) {
  return {
    conversationId,
    channel: 'msteams',
    customer: {
      id: '29:1bSnHZ7Js2STWrgk6ScEErLk1Lp2z_'.repeat(40).slice(0, limits.customerId),
      name: longestName,
      locale: `sr-Latn-RS-x${'-abcdefgh'.repeat(5)}`,
    },
    problem: words(100_000),
    transcript: Array.from({ length: limits.transcriptLines }, (_, index) => ({
      from: index % 2 === 0 ? 'customer' : 'copilot',
      text: index === 0 ? words(limits.transcriptLine) : words(300),
      ...(index % 3 === 0 ? {} : { at: new Date(Date.now() - 60_000).toISOString() }),
    })),
    context: { note: words(limits.context - 300), deeper: nested(40), list: [1, 2.5, true, null, 'ä'] },
    callbackUrl: `https://bridge.example/${'tenant/'.repeat(300)}`
      .slice(0, limits.callbackUrl - 1)
      .concat('x'),
  };
}

const nested = (levels: number): unknown => (levels === 0 ? 'the end' : { in: nested(levels - 1) });
