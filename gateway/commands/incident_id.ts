import type { Reader } from "../../db/store.ts";
import { findId } from "../../handlers/tools/short_id.ts";
import { fail, type Result } from "../../devices/result.ts";
import { WRONG_USE } from "./life_ports.ts";
import { report } from "./output.ts";

/** The incident that an argument means; else the status of the command, with the reason reported. */
export function incidentIdOrReport(
  reader: Pick<Reader, "events">,
  text: string,
): Result<Uint8Array, number> {
  const id = findId(reader, "incident", text);
  if (id.ok) return id;
  switch (id.error.code) {
    case "malformed":
      report(
        `Cannot find "${text}": the id of an incident is 8 to 32 hex digits, as a text shows it`,
      );
      return fail(WRONG_USE);
    case "unknown":
      report(`Cannot find the incident ${text}: see "vigil incident list"`);
      return fail(1);
    case "ambiguous":
      report(
        `Cannot tell which incident ${text} is: give more digits of ${id.error.ids.join(" or ")}`,
      );
      return fail(1);
  }
}
