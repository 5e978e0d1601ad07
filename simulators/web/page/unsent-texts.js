/**
 * What a person wrote and is not sent yet. Texts go out one after another, so that quick ones keep their order. When one
 * cannot be sent, it and all that followed go back to the field, and `onFailed` gets the error.
 */
export function unsentTexts(field, { send, onFailed }) {
  /** The oldest first, which is on its way. */
  const unsent = [];
  const sendAll = async () => {
    try {
      for (; unsent.length > 0; unsent.shift()) await send(unsent[0]);
    } catch (error) {
      const texts = unsent.splice(0).map(({ text }) => text);
      field.value = [...texts, field.value].filter((text) => text !== '').join('\n');
      onFailed(error);
    }
  };
  return {
    /** `message` has the text in `text`. */
    add(message) {
      unsent.push(message);
      if (unsent.length === 1) sendAll();
    },
  };
}
