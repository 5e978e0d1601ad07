import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { languageOf } from '../../../../simulators/solution/recognition/language.ts';
import { meaningOf } from '../../../../simulators/solution/recognition/meaning.ts';
import { nearness } from '../../../../simulators/solution/recognition/nearness.ts';

function near(text: string, phrase: string, tag = 'en-US'): number {
  const language = languageOf(tag);
  const words = new Set(meaningOf(phrase, language).words);
  const known = { language, isKnown: (word: string) => words.has(word) };
  return nearness(meaningOf(text, language), meaningOf(phrase, language), known);
}

describe('A text begins a phrase', () => {
  test.each([
    ['Good bye', 'good bye', 'the same words'],
    ['  GOOD   bye!! ', 'Good bye', 'but for case and signs'],
    ['Café', 'cafe', 'but for accents'],
    ["what's up", 'whats up', 'but for apostrophes'],
    ['goodbye', 'good bye', 'but for the space'],
    ['I want to talk with a person', 'Talk to a person', 'function words do not count'],
    ['Could you please connect me to a live agent', 'Connect me to a live agent', 'nor politeness'],
    ['cancelling my orders', 'Cancel order', 'nor word forms'],
    ['password reset', 'Reset my password', 'nor the order'],
    ['talk to a persn', 'Talk to a person', 'a letter is missing'],
    ['talk to a preson', 'Talk to a person', 'two letters are swapped'],
    ['talk to a person now', 'I want to talk to a person', 'a little more is said'],
    ['I do not want to cancel', "Don't cancel", 'both are negated'],
    ['where is the order', 'Where is my order?', 'both ask the same'],
    ['order status', 'Order status of a parcel', 'the least is left out'],
    ['hello there', 'Hello', 'one word with a function word'],
  ])('%s: %s (%s)', (text, phrase) => {
    expect(near(text, phrase)).toBeGreaterThan(0);
  });

  test.each([
    ['Ich möchte mit einem Menschen sprechen', 'Mit Mensch sprechen', 'de-DE'],
    ['meine Bestellungen stornieren bitte', 'Bestellung stornieren', 'de-DE'],
    ['je voudrais parler à un conseiller', 'Parler avec des conseillers', 'fr-FR'],
    ['quiero hablar con los agentes', 'Hablar con un agente', 'es-ES'],
    ['vorrei parlare con un operatore', 'Parlare con operatore', 'it-IT'],
    ['quero falar com os atendentes', 'Falar com atendente', 'pt-BR'],
    ['ik wil met een medewerker praten', 'Praten met medewerker', 'nl-NL'],
    ['注文をキャンセル', '注文のキャンセル', 'ja-JP'],
  ])('in its language: %s: %s (%s)', (text, phrase, tag) => {
    expect(near(text, phrase, tag)).toBeGreaterThan(0);
  });
});

describe('A text does not begin a phrase', () => {
  test.each([
    ['Subscribe', 'Unsubscribe', 'a prefix is no slip'],
    ['Decrease limit', 'Increase limit', 'nor another one'],
    ['Deactivate card', 'Activate card', 'nor a missing one'],
    ['Windows 11', 'Windows 10', 'a digit is no slip'],
    ['Order 66', 'Order 67', 'nor at the end'],
    ['version 1.0', 'Version 10', 'nor a point'],
    ['I do not want to cancel my order', 'Cancel my order', 'a negation'],
    ["Don't cancel my order", 'Cancel my order', 'a short one'],
    ['Cancel without fee', 'Cancel with fee', 'and one that is a preposition'],
    ['Sign out', 'Sign in', 'an opposite'],
    ['turn off notifications', 'Turn on notifications', 'and another'],
    ['flights from Berlin', 'Flights to Berlin', 'and a direction'],
    ['Where is my order', 'When does my order', 'another question'],
    ['bye Dana', 'Bye', 'one word beside a name'],
    ['it was a good bye present', 'Good bye', 'a phrase that is less than half of the words'],
    ['conversation', 'End conversation', 'a single word of it'],
    ['hi', 'hey', 'short words allow no slip'],
    ['Cancel subscription', 'Cancel', 'another thing to cancel'],
    ['', 'Hello', 'nothing'],
    ['…', 'Hello', 'nothing but signs'],
    ['what can I do', 'What can you do for me', 'function words alone mean themselves'],
  ])('%s: %s (%s)', (text, phrase) => {
    expect(near(text, phrase)).toBe(0);
  });

  test.each([
    ['Ich möchte nicht stornieren', 'Stornieren', 'de-DE'],
    ['Abmelden', 'Anmelden', 'de-DE'],
    ['je ne veux pas annuler', 'Annuler', 'fr-FR'],
    ['no quiero cancelar', 'Cancelar', 'es-ES'],
    ['не отменять заказ', 'Отменить заказ', 'ru-RU'],
  ])('in its language: %s: %s (%s)', (text, phrase, tag) => {
    expect(near(text, phrase, tag)).toBe(0);
  });
});

describe('Nearness', () => {
  it('is 1 for the same words alone, and never beyond', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (text, phrase) => {
        const words = (each: string) => meaningOf(each, languageOf('en-US')).words.join(' ');
        const found = near(text, phrase);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found === 1).toBe(words(text) !== '' && words(text) === words(phrase));
      }),
    );
  });
});
