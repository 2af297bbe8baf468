/** JSON is also YAML, except for a few characters. */
export function asYaml(value: unknown, indent?: number): string {
  return escapeForYaml(JSON.stringify(value, undefined, indent));
}

/**
 * Escapes the characters that docker's parser refuses or treats as line ends, in YAML with quoted strings.
 */
export function escapeForYaml(yaml: string): string {
  return yaml.replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
