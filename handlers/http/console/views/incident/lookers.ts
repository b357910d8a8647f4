/** Who has looked at an incident. */
import type { Looker, Reader } from "../../../../../db/store.ts";
import { defined } from "../../../../../devices/tools/defined.ts";

/** A person or a program that has looked; a person by the full name, as the account has it today. */
export interface NamedLooker extends Looker {
  readonly fullName?: string;
}

/** Each once, the last first. @param id Of the incident, 32 hex digits. */
export function readLookers(
  reader: Reader,
  id: string,
  fullNames: ReadonlyMap<string, string>,
): NamedLooker[] {
  return reader.auditSubjects.lookersAt(id).map((looker) => ({
    ...looker,
    ...defined({
      fullName: looker.by.kind === "person" ? fullNames.get(looker.by.name) : undefined,
    }),
  }));
}
