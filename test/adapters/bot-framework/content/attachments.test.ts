import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overrides } from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { seenAtDesk } from './seen-at-desk.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const seen = (...messages: readonly Overrides[]) => seenAtDesk(world, messages);

const html = (content: string) => ({ contentType: 'text/html', content });

const file = {
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  name: 'plan.pdf',
  contentUrl: 'https://contoso.sharepoint.com/plan.pdf',
  content: { downloadUrl: 'https://contoso.sharepoint.com/SECRET', uniqueId: '1', fileType: 'pdf' },
};

const picture = { contentType: 'image/*', contentUrl: 'https://smba.trafficmanager.net/v3/attachments/1' };

const card = (content: unknown, kind = 'adaptive') => ({
  contentType: `application/vnd.microsoft.card.${kind}`,
  content,
});

describe('What a customer sends beside a text is told to the agent after it:', () => {
  it.each<[string, readonly unknown[], string]>([
    ['a file', [file], '[Sent a file: plan.pdf]'],
    ['a picture', [picture], '[Sent a picture: image/*]'],
    [
      'a named picture',
      [{ contentType: 'IMAGE/png', name: 'screen\n.png' }],
      '[Sent a picture: screen .png]',
    ],
    [
      'a voice message',
      [{ contentType: 'audio/mp4', name: 'voice.m4a' }],
      '[Sent an audio recording: voice.m4a]',
    ],
    ['a video', [{ contentType: 'video/mp4', name: 'clip.mp4' }], '[Sent a video: clip.mp4]'],
    ['a contact', [{ contentType: 'text/vcard', name: 'Anna.vcf' }], '[Sent a contact: Anna.vcf]'],
    ['an HTML file', [{ contentType: 'text/html', name: 'page.html' }], '[Sent a file: page.html]'],
    ['a card with a title', [card({ title: 'Order 17' }, 'hero')], '[Sent a card: Order 17]'],
    [
      'an adaptive card',
      [
        card({
          type: 'AdaptiveCard',
          body: [{ type: 'Image' }, { type: 'TextBlock', text: 'Leave request' }],
        }),
      ],
      '[Sent a card: Leave request]',
    ],
    ['a card without words', [card({})], '[Sent a card: application/vnd.microsoft.card.adaptive]'],
    [
      'something unknown',
      [{ contentType: 'application/x-thing' }],
      '[Sent an attachment: application/x-thing]',
    ],
    [
      'something odd',
      [{ contentType: 5, name: ['x'] }, 'text'],
      '[Sent an attachment: unnamed]\n[Sent an attachment: unnamed]',
    ],
    ['several things', [picture, file], '[Sent a picture: image/*]\n[Sent a file: plan.pdf]'],
  ])('%s', async (_, attachments, sign) => {
    expect(await seen({ text: 'Look', attachments })).toEqual(['Look', sign]);
    expect(await seen({ text: '', attachments })).toEqual([sign]);
  });

  it('one attachment that is no list', async () => {
    expect(await seen({ text: 'Look', attachments: file })).toEqual(['Look', '[Sent a file: plan.pdf]']);
  });

  it('a location and a contact among the entities', async () => {
    const entities = [
      { type: 'clientInfo', locale: 'en-US' },
      { type: 'GeoCoordinates', latitude: 52.5, longitude: 13.4, name: 'Berlin' },
      { type: 'Contact', name: 'Anna Meyer' },
    ];
    expect(await seen({ text: 'Here', entities })).toEqual([
      'Here',
      '[Sent a location: Berlin: 52.5, 13.4]\n[Sent a contact: Anna Meyer]',
    ]);
  });

  it('more of it than fits', async () => {
    const attachments = Array.from({ length: 500 }, (_, index) => ({ ...file, name: `${index}.pdf` }));
    const [sign = ''] = await seen({ text: '', attachments });
    expect(sign.split('\n')).toHaveLength(21);
    expect(sign).toMatch(/\[Sent 480 more attachments\]$/);
  });

  it('a name that is long, or not of one line', async () => {
    const [sign = ''] = await seen({
      text: '',
      attachments: [{ ...file, name: `a\r\n\u0007${'b'.repeat(5000)}` }],
    });
    expect(sign).toBe(`[Sent a file: a ${'b'.repeat(198)}]`);
  });

  it('never a link that carries a right of its own', async () => {
    expect(
      JSON.stringify(await seen({ text: 'Look', attachments: [{ ...file, name: undefined }] })),
    ).not.toMatch(/SECRET|sharepoint/);
  });
});

describe('The HTML form of a message', () => {
  it('beside the same text is no attachment', async () => {
    expect(await seen({ text: 'Hi 😀', attachments: [html('<p>Hi <img alt="😀" src="x"></p>')] })).toEqual([
      'Hi 😀',
    ]);
    expect(await seen({ text: 'Hi', attachments: [{ contentType: 'text/html' }] })).toEqual(['Hi']);
  });

  it.each([
    ['an emoji', '<p><img alt="😀" src="https://x" itemtype="http://schema.skype.com/Emoji"></p>', '😀'],
    [
      'words',
      '<div>Tom &amp; Jerry&nbsp;&lt;3<br/>second &#x1F600; line</div>',
      'Tom & Jerry <3\nsecond 😀 line',
    ],
    [
      'a sticker',
      '<p><img alt="Dancing cat" itemtype="http://schema.skype.com/Sticker"></p>',
      '[Sent a picture: Dancing cat]',
    ],
    ['something else', '<attachment id="1"></attachment>', '[Sent an attachment: attachment]'],
  ])('alone is what was said: %s', async (_, content, words) => {
    expect(await seen({ text: '', attachments: [html(content)] })).toEqual([words]);
  });

  it('with a picture that comes as an attachment as well tells of it once', async () => {
    const form = html('<p>See <img src="https://x" itemtype="http://schema.skype.com/AMSImage"></p>');
    expect(await seen({ text: 'See', attachments: [picture, form] })).toEqual([
      'See',
      '[Sent a picture: image/*]',
    ]);
    expect(await seen({ text: 'See', attachments: [form] })).toEqual(['See', '[Sent a picture: unnamed]']);
  });

  it('is read in no time, however hostile', async () => {
    const startedAt = performance.now();
    for (const content of [
      '<'.repeat(200_000),
      '<img '.repeat(40_000),
      `<img alt="${'alt="'.repeat(40_000)}`,
      '&#'.repeat(100_000),
    ]) {
      await seen({ text: 'Hi', attachments: [html(content)] });
    }
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });
});

describe('A message', () => {
  it('loses its control characters other than tab and line feed, and nothing else', async () => {
    const text = ' a\tb\nc\u0000\u0007\u001b[31m\u007f\r\u0085 \u202e<b>😀 ';
    expect(await seen({ text })).toEqual([' a\tb\nc[31m\n\u0085 \u202e<b>😀 ']);
  });

  it.each([
    ['attachments', [{ contentType: 'x'.repeat(5000), name: 'y'.repeat(5000) }]],
    ['channelData', 'text'],
    ['channelData', { tenant: 5, eventType: {} }],
    ['channelData', { tenant: { id: ['x'] } }],
    ['locale', 'x'.repeat(500)],
    ['entities', 'none'],
    ['recipient', 'skill'],
    ['recipient', { id: 5 }],
    ['relatesTo', 'x'],
    ['relatesTo', { serviceUrl: 5, bot: { name: 'no id' } }],
    ['deliveryMode', 'x'.repeat(100)],
    ['timestamp', 5],
    ['replyToId', []],
    ['name', 'x'.repeat(5000)],
    ['value', 5],
    ['suggestedActions', 5],
  ])('whose %s is odd is carried all the same (%#)', async (field, value) => {
    const [first] = await seen({ text: 'My words', [field]: value });
    expect(first).toBe('My words');
  });

  it('of a person with an odd name is carried all the same', async () => {
    for (const odd of [{ name: 'x'.repeat(5000) }, { name: 5 }, { aadObjectId: {} }, { role: [] }]) {
      expect(await seen({ text: 'My words', from: { id: '29:1', ...odd } })).toEqual(['My words']);
    }
  });
});
