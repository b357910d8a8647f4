/** Who does things in tests. */
import type { Author } from "../../db/store.ts";

/** A user of the box's system, by a command. */
export function boxUser(name: string): Author {
  return { kind: "box", name };
}

/** A program by its credential. @param said Whom it names of its own people. */
export function program(name: string, said?: string): Author {
  return { kind: "program", name, ...(said === undefined ? {} : { said }) };
}

/** A person by the name of the account. */
export function person(name: string): Author {
  return { kind: "person", name };
}
