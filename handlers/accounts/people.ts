/** The accounts as they are in the store, without what proves anybody. */
import { Buffer } from "node:buffer";
import type { Author, Reader, UserRecord } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Person } from "./person.ts";

export class People {
  readonly #reader: Pick<Reader, "users">;

  constructor(reader: Pick<Reader, "users">) {
    this.#reader = reader;
  }

  person(number: number): Person | undefined {
    const user = this.#reader.users.byNumber(number);
    return user && this.#personOf(user);
  }

  byName(name: string): Person | undefined {
    const user = this.#reader.users.byName(name);
    return user && this.#personOf(user);
  }

  list(): Person[] {
    return this.#reader.users.all().map((user) => this.#personOf(user));
  }

  #personOf(user: UserRecord): Person {
    const { users } = this.#reader;
    const { createdAtUnixMs, fullName, generation, hasPassword, hasTotp, id, name, number } = user;
    return {
      ...{ number, id, name, fullName, roles: user.roles, hasTotp, createdAtUnixMs, generation },
      isDisabled: user.disabledAtUnixMs !== undefined,
      isSetUp: hasPassword,
      passkeys: users.passkeys(number).map(({ createdAtUnixMs, id, label, usedAtUnixMs }) =>
        defined({
          id: Buffer.from(id).toString("base64url"),
          label,
          createdAtUnixMs,
          usedAtUnixMs,
        })
      ),
      recoveryCodesLeft: users.recoveryCodesLeft(number),
    };
  }
}

/** Who a person is in the audit chain. @param source Address that the request came from. */
export function authorOf({ id, name }: Pick<Person, "id" | "name">, source: string): Author {
  return { kind: "person", name, id, from: source };
}
