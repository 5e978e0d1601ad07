import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

describe("The demo's story, typed by hand", () => {
  it('goes from the copilot to Dana and back', async () => {
    const customer = await stage.customer('Robin Lee');
    const desk = await stage.desk();
    await customer.types('Hello');
    await customer.sees('I am the virtual assistant');
    await customer.asksForPerson('My invoice is wrong');

    await desk.opens('Robin Lee');
    expect(await desk.page.getByRole('region', { name: 'Problem' }).innerText()).toContain(
      'My invoice is wrong',
    );
    await desk.joins();
    await desk.writes('Hello, this is Dana.\nWhich one?');
    await customer.sees('Dana: Hello, this is Dana.');
    await customer.types('The one of May');
    await desk.sees('The one of May');
    await desk.page.getByText('Delivered').waitFor();

    await customer.types('Good bye');
    await customer.sees('You are back with the virtual assistant');
    await desk.page.getByText('This conversation has ended.').waitFor();
    expect(await desk.page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    await customer.types('Hello');
    await expect
      .poll(() => customer.bubbles.filter({ hasText: 'I am the virtual assistant' }).count())
      .toBe(2);
    expect(await customer.page.getByText('Not delivered').count()).toBe(0);
  });

  it('gives the customer back when Dana ends the chat', async () => {
    const customer = await stage.customer('Kim Reed');
    const desk = await stage.desk();
    await customer.asksForPerson('My order is late');
    await desk.opens('Kim Reed');
    await desk.joins();
    await desk.page.getByRole('button', { name: 'End chat' }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('A last message').fill('It comes tomorrow.');
    await dialog.getByRole('button', { name: 'End chat' }).click();
    await customer.sees('It comes tomorrow.');
    await desk.page.getByText('This conversation has ended.').waitFor();
    const greeting = customer.bubbles.filter({ hasText: 'I am the virtual assistant' });
    const isAnswered = async () => {
      await customer.types('Hello');
      return greeting.first().waitFor({ timeout: 2000 });
    };
    await expect.poll(isAnswered, { timeout: 15_000 }).toBeUndefined();
  });

  it('keeps two customers apart who talk at the same time', async () => {
    const [anna, ben, desk] = await Promise.all([
      stage.customer('Anna Ort'),
      stage.customer('Ben Wolf'),
      stage.desk(),
    ]);
    await Promise.all([anna.asksForPerson('Anna needs a chair'), ben.asksForPerson('Ben needs a table')]);
    await desk.opens('Anna Ort');
    await desk.joins();
    await desk.writes('A chair for Anna');
    await desk.opens('Ben Wolf');
    await desk.joins();
    await desk.writes('A table for Ben');
    await Promise.all([anna.sees('A chair for Anna'), ben.sees('A table for Ben')]);
    await Promise.all([anna.types('Thanks from Anna'), ben.types('Thanks from Ben')]);
    await desk.sees('Thanks from Ben');
    expect(await desk.page.getByRole('main').innerText()).not.toContain('Anna');
    const annasChat = desk.page.getByRole('navigation').getByRole('button', { name: 'Anna Ort' });
    await annasChat.getByLabel('1 unread').waitFor();
    await desk.opens('Anna Ort');
    await desk.sees('Thanks from Anna');
    expect(await desk.page.getByRole('main').innerText()).not.toContain('Ben');
    expect((await anna.bubbles.allInnerTexts()).join('\n')).not.toContain('Ben');
    expect((await ben.bubbles.allInnerTexts()).join('\n')).not.toContain('Anna');
  });
});
