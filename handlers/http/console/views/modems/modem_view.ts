/** One modem as its page shows it. */
import type { ModemChangeRecord, ModemEventRecord } from "../../../../../db/store.ts";
import type { HeardFrame } from "../../../../modems/heard_frames.ts";
import type { ModemInfo, ProvisionPlan } from "../../../../modems/modem_service.ts";
import type { Visit } from "../../pages/visit.ts";
import type { ConsolePorts } from "../../ports.ts";
import { type ModemPlots, readModemPlots } from "./modem_plots.ts";

/** Receptions that a page shows. */
const HEARD_SHOWN = 200;
/** Losses, recoveries and changes that a page shows. */
const HISTORY_SHOWN = 20;

/** Something that came to a modem. */
export type ModemHistoryEntry =
  | { readonly what: "event"; readonly atUnixMs: number; readonly event: ModemEventRecord }
  | { readonly what: "change"; readonly atUnixMs: number; readonly change: ModemChangeRecord };

export interface ModemView {
  readonly modem: ModemInfo;
  /** What the configuration has written to it; undefined: nothing. */
  readonly plan: ProvisionPlan | undefined;
  readonly work: ReturnType<ConsolePorts["lastWork"]["of"]>;
  /** Newest first. */
  readonly heard: readonly HeardFrame[];
  /** Newest first. */
  readonly history: readonly ModemHistoryEntry[];
  /** Configured modems that it may be heard by in a loop test. */
  readonly partners: readonly string[];
  readonly plots: ModemPlots;
}

type ModemViewPorts = Pick<ConsolePorts, "heardFrames" | "lastWork" | "modemService" | "reader">;

/** A modem of the configuration; undefined: there is none of this name. */
export function findModem(
  { modemService }: Pick<ModemViewPorts, "modemService">,
  name: string | undefined,
): ModemInfo | undefined {
  return modemService.modems().find((modem) => modem.name === name);
}

/** All that its page shows; undefined: there is none of this name. */
export function readModemView(
  ports: ModemViewPorts,
  name: string | undefined,
  { locale: { messages }, now }: Pick<Visit, "locale" | "now">,
): ModemView | undefined {
  const modems = ports.modemService.modems();
  const modem = modems.find((its) => its.name === name);
  if (modem === undefined) return undefined;
  return {
    modem,
    plan: ports.modemService.plan(modem.name),
    work: ports.lastWork.of(modem.name),
    heard: ports.heardFrames.newest(modem.name, HEARD_SHOWN),
    history: readHistory(ports.reader, modem.name),
    partners: isLora(modem)
      ? modems.filter((its) => its.name !== name && isLora(its)).map((its) => its.name)
      : [],
    plots: readModemPlots(ports.reader, modem.name, now.unixMs, messages.modemPages.plots),
  };
}

/** Whether it carries frames on the air. */
export function isLora({ radio }: ModemInfo): boolean {
  return radio !== undefined;
}

function readHistory(
  { modems }: Pick<ConsolePorts["reader"], "modems">,
  name: string,
): ModemHistoryEntry[] {
  const events = modems.events(name, HISTORY_SHOWN).map((event): ModemHistoryEntry => ({
    what: "event",
    atUnixMs: event.atUnixMs,
    event,
  }));
  const changes = modems.changes(name, HISTORY_SHOWN).map((change): ModemHistoryEntry => ({
    what: "change",
    atUnixMs: change.atUnixMs,
    change,
  }));
  return [...events, ...changes].toSorted((a, b) => b.atUnixMs - a.atUnixMs)
    .slice(0, HISTORY_SHOWN);
}
