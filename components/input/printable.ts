/** More of a value helps nobody to find it. */
const longest = 600;

/** What a terminal would not show as it is: it may even hide the rest, or move the cursor. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text as it can be shown in a message, whatever a user has written into it. */
export function printable(text: string): string {
  const short = text.length <= longest ? text : `${text.slice(0, longest / 2)} … ${text.slice(-longest / 2)}`;
  return short.replaceAll(hidden, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
