/**
 * Transitions of incidents, and what their wearables are to be told of them. A transition, its
 * history and the stage that is due to the wearable are written together or not at all.
 */
import {
  type IncidentState,
  mayMove,
  type Outcome,
  type WearableStage,
  wearableStage,
} from "../../devices/incident.ts";
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import { type Author, authorText } from "./author.ts";
import { wearableOf } from "./device_step.ts";
import { addToCounter } from "./counter.ts";
import type { Uplink } from "./events.ts";
import { hasKey } from "./registry.ts";
import { countSeen } from "./seen.ts";

/** What brought a transition: a request, a receipt with a stage, or an acknowledgement. */
export type TransitionWay = "http" | "mqtt" | "receipt";

export interface IncidentMove {
  /** 16 bytes. */
  readonly incident: Uint8Array;
  readonly to: Exclude<IncidentState, "new">;
  /** Who; `said` in it is whom a program names of its own people. */
  readonly by: Author;
  readonly reason?: string;
  /** With `closed`, and only then. */
  readonly outcome?: Outcome;
  readonly way: TransitionWay;
  /** Name of the token, the stream or the destination. */
  readonly via: string;
  readonly atUnixMs: number;
}

/** A stage that the wearable of an incident is to be told. */
export interface DueStage {
  /** 16 bytes. */
  readonly incident: Uint8Array;
  readonly stage: WearableStage;
}

export type MoveOutcome =
  | { readonly code: "unknown" }
  | { readonly code: "refused"; readonly state: IncidentState }
  | { readonly code: "unchanged"; readonly state: IncidentState }
  | { readonly code: "moved"; readonly state: IncidentState; readonly due?: DueStage };

/** Moves an incident on. Repeating the state that it has changes nothing. */
export function moveIncident(db: Connection, move: IncidentMove): MoveOutcome {
  const incident = db.get("select device, state from incident where id = ?", move.incident);
  if (incident === undefined) return { code: "unknown" };
  const state = incident.state;
  if (state === move.to) return { code: "unchanged", state };
  if (!mayMove(state, move.to)) return { code: "refused", state };
  db.run("update incident set state = ? where id = ?", move.to, move.incident);
  const transition = keepTransition(db, move);
  keepMove(db, move, incident.device);
  const stage = wearableStage(move.to);
  const device = incident.device;
  if (stage === undefined || stage === wearableStage(state) || !hasKey(db, device)) {
    return { code: "moved", state: move.to };
  }
  makeDue(db, move.incident, stage, device, transition);
  return { code: "moved", state: move.to, due: { incident: move.incident, stage } };
}

function keepTransition(db: Connection, move: IncidentMove): number {
  const row = db.get(
    `insert into incident_transition (incident, state, outcome, by, reason, way, via, token,
                                      said, at_unix_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning number`,
    move.incident,
    move.to,
    move.outcome ?? null,
    authorText(move.by),
    move.reason ?? null,
    move.way,
    move.via,
    move.way === "http" && move.by.kind === "program" ? move.by.name : null,
    move.by.said ?? null,
    move.atUnixMs,
  );
  return row!.number;
}

function keepMove(db: Connection, move: IncidentMove, device: number): void {
  const { atUnixMs, by, outcome, reason, to, via, way } = move;
  keepAudit(db, {
    atUnixMs,
    by,
    what: "incident-moved",
    subjects: [{ kind: "incident", id: encodeHex(move.incident) }, wearableOf(db, device)],
    ...defined({ why: reason }),
    details: { to, outcome, way, via },
  });
}

function makeDue(
  db: Connection,
  incident: Uint8Array,
  stage: WearableStage,
  device: number,
  transition: number,
): void {
  db.run(
    "update incident_stage set state = 'overtaken' where incident = ? and state = 'due'",
    incident,
  );
  db.run(
    "insert into incident_stage (incident, stage, device, transition) values (?, ?, ?, ?)",
    incident,
    stage,
    device,
    transition,
  );
  addToCounter(db, `stages/${stage}/due`);
}

/**
 * What an uplink that was just heard is to be answered with beyond the receipt of its event: the
 * stage of its own incident, else what its device still has to hear of the newest one.
 * @param incident Of the uplink's event, 16 bytes.
 */
export function dueStage(
  db: Connection,
  device: number,
  incident: Uint8Array | undefined,
): DueStage | undefined {
  if (incident === undefined) return newestDue(db, device);
  const state = db.get("select state from incident where id = ?", incident)?.state;
  const stage = state && wearableStage(state);
  return stage === undefined ? undefined : { incident, stage };
}

function newestDue(db: Connection, device: number): DueStage | undefined {
  return db.get(
    `select incident, stage from incident_stage where device = ? and state = 'due'
     order by transition desc limit 1`,
    device,
  );
}

/**
 * What the wearable of a message is to be told beyond the receipt of its event. Two messages of one
 * number share their nonces, so nothing but an alarm may then be answered.
 */
export function dueTo(
  db: Connection,
  uplink: Uplink,
  incident: Uint8Array | undefined,
  isAnswerable: boolean,
): { readonly due?: DueStage } {
  const due = dueStage(db, uplink.device, incident);
  if (due === undefined) return {};
  return isAnswerable || countSeen(db, uplink) === 1 ? { due } : {};
}

/** A stage was put on the air, or handed to a modem for it. */
export interface StageSending extends DueStage {
  /** The wearable had just sent, so it listened. */
  readonly isListening: boolean;
  readonly atUnixMs: number;
}

/** Counts a sending of a stage. */
export function markStageSent(db: Connection, sending: StageSending): void {
  db.run(
    `update incident_stage set sent = sent + 1, is_listening = ?, sent_unix_ms = ?
     where incident = ? and stage = ?`,
    sending.isListening ? 1 : 0,
    sending.atUnixMs,
    sending.incident,
    sending.stage,
  );
  addToCounter(db, `stages/${sending.stage}/sent`);
}

/** A new message of a wearable came: it has heard the stages that were sent while it listened. */
export function markStagesHeard(db: Connection, device: number, atUnixMs: number): void {
  const heard = db.all(
    `update incident_stage set state = 'heard', heard_unix_ms = ?
     where device = ? and state = 'due' and is_listening = 1 returning stage`,
    atUnixMs,
    device,
  );
  for (const { stage } of heard) addToCounter(db, `stages/${stage}/heard`);
}

/**
 * Dispatch has an event: its incident is received, if it has one in state `new`.
 * @param said Whom the receipt names of its own people.
 */
export function receiveIncident(
  db: Connection,
  incident: Uint8Array,
  witness: { readonly name: string; readonly atUnixMs: number },
  said?: string,
): void {
  const { name, atUnixMs } = witness;
  const by = defined({ kind: "program" as const, name, said });
  moveIncident(db, { incident, to: "received", by, way: "receipt", via: name, atUnixMs });
}
