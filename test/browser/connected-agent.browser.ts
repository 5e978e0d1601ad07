import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage('--called-as', 'connected-agent');
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

describe("The demo's story as a connected agent, typed by hand", () => {
  it('goes from the copilot to Dana and back', async () => {
    const customer = await stage.customer('Robin Lee');
    const desk = await stage.desk();
    await customer.types('Hello');
    await customer.sees('I am the virtual assistant');
    await customer.types('I want to talk with a person');
    await customer.sees('I have asked for an agent');
    await customer.types('My invoice is wrong');

    await desk.opens('Robin Lee');
    await desk.sees('My invoice is wrong');
    await desk.joins();
    await desk.writes('Hello, this is Dana.');
    await customer.sees('Dana: Hello, this is Dana.');
    await customer.types('The one of May');
    await desk.sees('The one of May');

    await customer.types('Good bye');
    await customer.sees('You are back with the virtual assistant');
    await desk.page.getByText('This conversation has ended.').waitFor();
  });
});
