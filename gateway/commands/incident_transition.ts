/** `vigil incident transition`: says how far dispatch is with an alarm. */
import type { MoveOutcome } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { Outcome } from "../../devices/incident.ts";
import { isPrintable } from "../../devices/printable.ts";
import { defined } from "../../devices/tools/defined.ts";
import { Incidents, moveRefusal } from "../../handlers/incidents/incidents.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import { Wake } from "../../handlers/tools/wake.ts";
import { ControlClient } from "../control/client.ts";
import { moveOf, type MoveRequest } from "../control/protocol.ts";
import { incidentIdOrReport } from "./incident_id.ts";
import { describeIncident } from "./incident_list.ts";
import { actor, withLife, WRONG_USE } from "./life_ports.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";

export interface IncidentTransitionOptions extends CommandOptions {
  readonly id: string;
  readonly to: MoveRequest["to"];
  readonly by?: string;
  readonly reason?: string;
  readonly outcome?: Outcome;
}

/** Moves an incident on: through the running gateway, which answers the wearable, or in the store. */
export function runIncidentTransitionCommand(options: IncidentTransitionOptions): Promise<number> {
  const misuse = misuseOf(options);
  if (misuse !== undefined) {
    report(`Cannot move the incident: ${misuse}`);
    return Promise.resolve(WRONG_USE);
  }
  return withLife(options, async (ports, { gateway }) => {
    const reader = ports.store.read;
    const id = incidentIdOrReport(reader, options.id);
    if (!id.ok) return id.error;
    const request = requestOf(options, id.value);
    const control = await ControlClient.find(gateway.dataDir);
    const moved = await (control?.moveIncident(request) ?? moveInStore(ports, request));
    if (moved.code === "refused" || moved.code === "unknown") {
      report(
        moved.code === "refused"
          ? moveRefusal(moved.state, options.to)
          : 'Cannot move the incident: it is no longer stored: see "vigil incident list"',
      );
      return 1;
    }
    const incident = describeIncident(reader, reader.incidents.byId(id.value)!);
    if (options.json) printJson(incident);
    else print(`${incident.id}  ${incident.device}  ${incident.state}`);
    if (moved.code === "unchanged") report("It was so already: nothing is changed.");
    return 0;
  });
}

function misuseOf({ by, outcome, reason, to }: IncidentTransitionOptions): string | undefined {
  if (to === "closed" && outcome === undefined) {
    return "closing needs --outcome real, false or test";
  }
  if (to !== "closed" && outcome !== undefined) return "only --to closed has an --outcome";
  if (![by ?? "", reason ?? ""].every(isPrintable)) {
    return "--by and --reason must be without control characters";
  }
  return by?.trim() === "" ? "--by must name somebody" : undefined;
}

function requestOf(options: IncidentTransitionOptions, incident: Uint8Array): MoveRequest {
  const { by, outcome, reason, to } = options;
  return defined({ incident: encodeHex(incident), to, by: actor(by), reason, outcome });
}

/** No gateway runs: one that starts later answers the wearable when it next sends. */
function moveInStore({ clock, store }: LifePorts, request: MoveRequest): Promise<MoveOutcome> {
  const incidents = new Incidents({ store, clock, wake: new Wake(), onDue: () => {} });
  return incidents.move(moveOf(request));
}
