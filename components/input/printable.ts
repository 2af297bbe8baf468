/** A longer excerpt would not help to find the value. */
const longest = 600;

/** Characters that a terminal does not print: they could hide text or move the cursor. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes any user input safe to print in a message. */
export function printable(text: string): string {
  const short = text.length <= longest ? text : `${text.slice(0, longest / 2)} … ${text.slice(-longest / 2)}`;
  return short.replaceAll(hidden, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
