/** A value to choose, and its name. */
export interface NamedChoice {
  readonly value: string;
  readonly title: string;
}
