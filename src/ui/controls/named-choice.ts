/** Something that can be chosen, and how it is called. */
export interface NamedChoice {
  readonly value: string;
  readonly title: string;
}
