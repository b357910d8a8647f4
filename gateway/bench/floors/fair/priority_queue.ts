/**
 * The fair script as a whole program: a line from a modem, one durable commit, a PUBLISH, the answer,
 * and what is owed of a store drained behind, the most urgent first.
 *
 *     priority_queue.ts TERMINAL STORE BROKER DESTINATION TOPICS WINDOW
 *
 * An alarm takes the next place in the window, before every report. The answer of a frame is sealed when
 * its PUBLISH has gone: dispatch can help, so it comes first. Reports are read in pages, each body's
 * hash is checked, and many are confirmed in one commit, as nothing waits for that.
 *
 * Kept out of the one thread's way, as a capable person would: a page is small, and no commit of
 * confirmations is longer than one of alarms by more than its rows.
 */
import { Buffer } from "node:buffer";
import { connectAsync } from "mqtt";
import { print } from "../../../commands/output.ts";
import { type ConfirmedEvent, ScriptConfirmations } from "./confirmations.ts";
import { Owed } from "./owed.ts";
import { publish } from "./publish.ts";
import { FairScript, type TakenEvent } from "./script.ts";
import { openModem } from "./terminal.ts";

/** Confirmations of reports that share a commit, and the longest that they wait for it, in ms. */
const TOGETHER = 256;
const CONFIRM_WITHIN_MS = 1_000;

const [terminal, path, broker, destination, topics, window] = Deno.args as [
  string,
  string,
  string,
  string,
  string,
  string,
];

const script = new FairScript(path);
const confirmations = new ScriptConfirmations(script.store.database, destination);
const owed = new Owed(script.store.database, destination);
const client = await connectAsync(broker, { protocolVersion: 5, reconnectPeriod: 0 });
const alarms: TakenEvent[] = [];
let inFlight = 0;
let confirmed: ConfirmedEvent[] = [];

const answer = openModem(terminal, (hex) => {
  const [taken] = script.take([Buffer.from(hex, "hex")]);
  alarms.push(taken!);
  fill();
  setImmediate(() => answer(taken!.answer()));
});
setInterval(confirmReports, CONFIRM_WITHIN_MS);
fill();
print("ready");

/** Puts on the wire what the window has room for. */
function fill(): void {
  while (inFlight < Number(window)) {
    const alarm = alarms.shift();
    if (alarm !== undefined) publishAlarm(alarm);
    else if (!publishReport()) return;
  }
}

function publishAlarm({ event, json, ordinal, priority, sequence }: TakenEvent): void {
  const { id, lane, name: type } = event;
  inFlight++;
  publish(client, { topic: `${topics}/${priority}`, json, id: id.toHex(), type, priority }, () => {
    inFlight--;
    // The wearable waits for it.
    confirmations.confirm([{ sequence, lane, ordinal, event }]);
    fill();
  });
}

/** False: nothing is owed. */
function publishReport(): boolean {
  const report = owed.next();
  if (report === undefined) return false;
  const { id, json, lane, ordinal, priority, sequence, type } = report;
  inFlight++;
  publish(client, { topic: `${topics}/${priority}`, json, id, type, priority }, () => {
    inFlight--;
    if (confirmed.push({ sequence, lane, ordinal }) >= TOGETHER) confirmReports();
    fill();
  });
  return true;
}

function confirmReports(): void {
  if (confirmed.length > 0) confirmations.confirm(confirmed);
  confirmed = [];
}
