/** Who does something, as it is kept with what was done. */
export interface Author {
  /**
   * `person`: an account. `program`: the credential of a program. `box`: a user of this box's system,
   * by a command. `gateway`: nobody asked for it.
   */
  readonly kind: "person" | "program" | "box" | "gateway";
  /** The name of the account, the credential or the user; one name is never both of the first two. */
  readonly name: string;
  /** Id of the account or the credential. */
  readonly id?: string;
  /** The personal token that a person's program used, by its name. */
  readonly token?: string;
  /** Address that the request came from. */
  readonly from?: string;
  /** Whom a program names of its own people. It is said, not proved. */
  readonly said?: string;
}

/** An author as lists name one: a user of the system is never taken for an account of that name. */
export function authorText({ kind, name }: Author): string {
  return kind === "box" ? `${name} on the box` : name;
}

/** What the gateway does by itself. @param name What led to it. */
export function ownAct(name: string): Author {
  return { kind: "gateway", name };
}
