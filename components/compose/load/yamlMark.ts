/** A value with one of compose's tags, which removes (`!reset`) or replaces (`!override`) earlier values. */
export class YamlMark {
  readonly kind: "reset" | "override";
  readonly value: unknown;

  constructor(kind: "reset" | "override", value: unknown) {
    this.kind = kind;
    this.value = value;
  }

  /** The same tag on another value. */
  with(value: unknown): YamlMark {
    return new YamlMark(this.kind, value);
  }
}
