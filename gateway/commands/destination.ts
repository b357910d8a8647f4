/** `vigil destination …`: what each destination is owed, and giving up what a removed one is. */
import { PRIORITIES } from "../../devices/event.ts";
import { pendingByPriority } from "../../handlers/delivery/pending.ts";
import { actor } from "./life_ports.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

/** Lists destinations, removed ones too, with what they are owed. */
export function runDestinationListCommand(options: CommandOptions): Promise<number> {
  return withStore(options, ({ read: reader }) => {
    const lanes = reader.lanes.all();
    const rows = reader.lanes.destinations().map(({ isConfigured, name, number, type }) => ({
      name,
      type,
      state: isConfigured ? "configured" : "removed",
      pending: pendingByPriority(lanes, number),
    }));
    if (options.json) printJson(rows);
    else {
      printTable(
        ["NAME", "TYPE", "STATE", ...PRIORITIES.map((priority) => priority.toUpperCase())],
        rows.map(({ name, pending, state, type }) => [
          name,
          type,
          state,
          ...PRIORITIES.map((priority) => String(pending[priority])),
        ]),
      );
    }
    return 0;
  });
}

/** Gives up what a removed destination is owed, so that its events can age out. */
export function runDestinationForgetCommand(
  options: CommandOptions & { readonly name: string },
): Promise<number> {
  const { json, name } = options;
  return withStore(options, (store) => {
    const act = { by: actor(), atUnixMs: Date.now() };
    const outcome = store.writeNow("forgetDestination", { ...act, name });
    if (outcome.code !== "forgotten") {
      report(
        outcome.code === "unknown"
          ? `Cannot forget "${name}": there is no such destination: see "vigil destination list"`
          : `Cannot forget "${name}": it is configured, and what it is owed will be delivered: ` +
            "take it out of the configuration and restart the gateway first",
      );
      return 1;
    }
    const { givenUp } = outcome;
    if (json) printJson({ destination: name, givenUp });
    else {
      const counts = PRIORITIES.map((priority) => `${givenUp[priority]} ${priority}`).join(", ");
      print(`"${name}" is forgotten: it will not get ${counts}`);
    }
    return 0;
  });
}
