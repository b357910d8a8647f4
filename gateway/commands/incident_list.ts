/** `vigil incident list` and `show`: what became of alarms. */
import type { DirectStore, IncidentRecord, Reader } from "../../db/store.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { IncidentState } from "../../devices/incident.ts";
import { printable } from "../../devices/printable.ts";
import { defined } from "../../devices/tools/defined.ts";
import { type GivenAnswer, readGivenAnswers } from "../../handlers/answers/given_answers.ts";
import { incidentInfo, wholeIncident, whoText } from "../../handlers/incidents/incident_views.ts";
import { SHORT_ID_DIGITS } from "../../handlers/tools/short_id.ts";
import { incidentIdOrReport } from "./incident_id.ts";
import { keepLook } from "./looks.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

export interface IncidentListOptions extends CommandOptions {
  readonly open?: boolean;
  readonly state?: IncidentState;
  readonly limit: number;
}

/** Lists incidents: open ones first, then the newest. */
export function runIncidentListCommand(options: IncidentListOptions): Promise<number> {
  return withStore(options, async (store) => {
    const { read: reader } = store;
    const incidents = listed(reader, options);
    await keepIncidentsLook(store, "incident list", incidents);
    if (options.json) printJson(incidents.map((it) => describeIncident(reader, it)));
    else if (incidents.length === 0) report("There is no such incident.");
    else printIncidents(reader, incidents);
    return 0;
  });
}

/** Keeps that incidents are listed, if there are any. */
export async function keepIncidentsLook(
  store: DirectStore,
  command: "incident list" | "status",
  incidents: readonly IncidentRecord[],
): Promise<void> {
  if (incidents.length === 0) return;
  const subjects = incidents.map(({ id }) => ({ kind: "incident" as const, id }));
  await keepLook(store, command, { subjects });
}

function listed(
  reader: Reader,
  { limit, open = false, state }: IncidentListOptions,
): IncidentRecord[] {
  const unclosed = reader.incidents.open(limit);
  const newest = open ? [] : newestFirst(reader, limit, state);
  const shown = new Set(unclosed.map(({ id }) => id));
  return [...unclosed, ...newest.filter(({ id }) => !shown.has(id))]
    .filter((incident) => state === undefined || incident.state === state)
    .slice(0, limit);
}

/** Incidents that are looked through for those of one state. */
const LOOKED_THROUGH = 100_000;
const PAGE = 500;

function newestFirst(reader: Reader, limit: number, state?: IncidentState): IncidentRecord[] {
  const found: IncidentRecord[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (let seen = 0; seen < LOOKED_THROUGH && found.length < limit;) {
    const page = reader.incidents.before(before, PAGE);
    found.push(...page.filter((incident) => state === undefined || incident.state === state));
    seen += page.length;
    if (page.length < PAGE) break;
    before = page.at(-1)!.opened;
  }
  return found;
}

/** An incident as lists show it, with the file that its wearable served when it was opened. */
export function describeIncident(reader: Reader, incident: IncidentRecord) {
  const opening = reader.events.opening(decodeHex(incident.id)!);
  const reference = opening && JSON.parse(opening.body).data?.assignment?.reference;
  return { ...incidentInfo(incident), ...defined({ reference }) };
}

/** Prints incidents as a table. */
export function printIncidents(reader: Reader, incidents: readonly IncidentRecord[]): void {
  printTable(
    ["INCIDENT", "STATE", "DEVICE", "REFERENCE", "OPENED", "OUTCOME"],
    incidents.map((incident) => {
      const { device, drill, id, opened, outcome, reference, state } = describeIncident(
        reader,
        incident,
      );
      return [
        id.slice(0, SHORT_ID_DIGITS),
        drill ? `${state} (drill)` : state,
        device,
        reference ?? "-",
        opened,
        outcome ?? "-",
      ];
    }),
  );
}

/** Shows all that is kept of one incident. */
export function runIncidentShowCommand(
  options: CommandOptions & { readonly id: string },
): Promise<number> {
  return withStore(options, async (store) => {
    const { read: reader } = store;
    const id = incidentIdOrReport(reader, options.id);
    if (!id.ok) return id.error;
    const subjects = [{ kind: "incident" as const, id: encodeHex(id.value) }];
    await keepLook(store, "incident show", { subjects });
    const whole = JSON.parse(wholeIncident(id.value, reader)!);
    if (options.json) printJson(whole);
    else {
      const { reference } = describeIncident(reader, reader.incidents.byId(id.value)!);
      show(whole, reference, readGivenAnswers(reader, id.value));
    }
    return 0;
  });
}

type Whole = Readonly<Record<string, unknown>> & {
  readonly events: readonly { time: string; type: string; data: Record<string, unknown> }[];
  readonly transitions: readonly {
    readonly to: string;
    readonly at: string;
    readonly by: string;
    readonly said?: string;
    readonly reason?: string;
  }[];
  readonly notes: readonly {
    readonly at: string;
    readonly by: string;
    readonly said?: string;
    readonly text?: string;
    readonly link?: string;
  }[];
  readonly deliveries: readonly {
    destination: string;
    confirmed: readonly string[];
    pending: readonly string[];
  }[];
};

function show(whole: Whole, reference: string | undefined, given: readonly GivenAnswer[]): void {
  const { alarm, device, drill, id, opened, outcome, state } = whole;
  const facts = { incident: id, state, outcome, device, reference, alarm, opened, drill };
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined || value === false) continue;
    line(name, String(value));
  }
  for (const { at, reason, to, ...who } of whole.transitions) {
    line("moved", `${at}  ${to} by ${whoText(who)}${reason === undefined ? "" : `: ${reason}`}`);
  }
  for (const { at, link, text = "(erased at the end of its retention)", ...who } of whole.notes) {
    line("note", `${at}  ${whoText(who)}: ${text}${link === undefined ? "" : ` (${link})`}`);
  }
  for (const { confirmed, destination, pending } of whole.deliveries) {
    line("delivered", `${destination}: ${confirmed.length} events, ${pending.length} still owed`);
  }
  for (const row of given) line("told", answerText(row));
  for (const { data, time, type } of whole.events) line("event", `${time}  ${type}${place(data)}`);
  if (whole["moreEvents"] === true) report("There are more events: see GET /v1/events.");
}

/** An answer to the wearable, in the words of the page of the incident. */
function answerText({ atUnixMs, heardAtUnixMs, isAbout, isSaid, what }: GivenAnswer): string {
  const time = (unixMs: number) => new Date(unixMs).toISOString();
  const said = atUnixMs === undefined ? "at an unknown time" : time(atUnixMs);
  const when = isSaid ? `${said}${isAbout ? " (about)" : ""}` : "not yet";
  return `${when}  "${what}"${heardAtUnixMs === undefined ? "" : `, heard ${time(heardAtUnixMs)}`}`;
}

function place({ position }: Readonly<Record<string, unknown>>): string {
  if (position === undefined) return "";
  const { accuracyM, lat, lon } = position as { lat: number; lon: number; accuracyM?: number };
  return `  ${lat},${lon}${accuracyM === undefined ? "" : ` ± ${accuracyM} m`}`;
}

function line(name: string, value: string): void {
  print(printable(`${name.padEnd(11)}${value}`));
}
