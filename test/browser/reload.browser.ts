import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

describe('A reload in the middle', () => {
  it('of both pages loses nothing, doubles nothing, and the conversation goes on', async () => {
    const customer = await stage.customer('Robin Lee');
    const desk = await stage.desk();
    await customer.asksForPerson('My invoice is wrong');
    await desk.opens('Robin Lee');
    await desk.joins();
    await desk.writes('Hello, this is Dana');
    await customer.sees('Hello, this is Dana');
    await customer.types('Before the reload');
    await desk.sees('Before the reload');
    const said = await customer.bubbles.allInnerTexts();
    const heard = await desk.bubbles.allInnerTexts();

    await Promise.all([customer.page.reload(), desk.page.reload()]);
    await expect.poll(() => customer.bubbles.allInnerTexts()).toEqual(said);
    await expect.poll(() => desk.bubbles.allInnerTexts()).toEqual(heard);

    await desk.writes('After the reload');
    await customer.sees('After the reload');
    await customer.types('I am still here');
    await desk.sees('I am still here');
    expect(await customer.bubbles.filter({ hasText: 'After the reload' }).count()).toBe(1);
    expect(await desk.bubbles.filter({ hasText: 'I am still here' }).count()).toBe(1);
  });

  it('shows at once what came while the page was closed', async () => {
    const customer = await stage.customer('Kim Reed');
    const desk = await stage.desk();
    await customer.asksForPerson('My order is late');
    await desk.opens('Kim Reed');
    await desk.joins();
    await customer.page.goto('about:blank');
    await desk.writes('Written while nobody looked');
    await desk.page.getByText('Delivered').waitFor();
    await customer.page.goBack();
    await customer.sees('Written while nobody looked');
  });
});
