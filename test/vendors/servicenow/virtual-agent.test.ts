import { describe, expect, it } from 'vitest';
import { instanceOfEachTest, words } from '../../simulators/live-chat/servicenow/instance.ts';

const instance = instanceOfEachTest();

describe('The Virtual Agent', () => {
  it.each([
    ['hola', ['OutputText', 'TopicPickerControl']],
    ['agent', ['Picker']],
    ['bye', ['Picker']],
    ['End conversation', ['OutputText']],
    ['My screen is blue', ['OutputText', 'OutputText', 'TopicPickerControl']],
    ['Show me everything', ['OutputLink', 'OutputImage', 'OutputHtml', 'OutputCard']],
  ])('answers %s by itself, and no agent sees it', async (text, items) => {
    expect((await instance.post(words(text))).status).toBe(200);
    expect(await instance.items(1)).toEqual([items]);
    expect(instance.heard()[0]).not.toHaveProperty('agentChat');
    expect(instance.liveChat.chats).toEqual([]);
  });

  it('hands a person on who picks an agent', async () => {
    await instance.post(words('Live Agent Support.'));
    expect(await instance.items(2)).toContainEqual(['OutputText']);
    expect(await instance.liveChat.chat()).toMatchObject({ id: 'hs_1', status: 'queued' });
  });

  it('answers actions of its own', async () => {
    await instance.post({ action: 'START_CONVERSATION' });
    await instance.items(1);
    await instance.post({ action: 'SWITCH', topic: { name: 'Order a laptop' } });
    await instance.post({ action: 'SET_USER_TIMEZONE', timezone: 'Asia/Kolkata' });
    expect(await instance.items(2)).toEqual([['OutputText', 'TopicPickerControl'], ['InputText']]);
  });

  it('answers a file with labels, and is done', async () => {
    const attachment = { url: 'https://files.example/a', fileName: 'a', contentType: 'image/png' };
    await instance.post({ message: { attachment } });
    await instance.items(1);
    expect(instance.heard()[0]).toMatchObject({ completed: true, body: [{ label: 'File got' }, {}] });
  });

  it('keeps people without a session of their client apart', async () => {
    await instance.post({ clientSessionId: '', userId: 'anna', ...words('hi') });
    await instance.post({ clientSessionId: '', userId: 'ben', ...words('Live Agent Support.') });
    await instance.items(3);
    expect(instance.liveChat.chats.map(({ customerName }) => customerName)).toEqual(['ben']);
  });
});
