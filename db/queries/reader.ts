/**
 * What the main thread reads, on a connection of its own. In WAL mode a reader waits for no writer.
 * Every page is bounded and every query runs on an index; the queries are beside, by subject.
 */
import { lanePriority } from "../schema/lane_number.ts";
import { type Access, Connection } from "../sqlite/connection.ts";
import * as acts from "./acts.ts";
import * as audit from "./audit.ts";
import * as auditSubjects from "./audit_subjects.ts";
import { bind } from "./bound_queries.ts";
import * as clock from "./clock.ts";
import * as deliveryPauses from "./delivery_pauses.ts";
import * as devices from "./devices.ts";
import * as drills from "./drills.ts";
import * as escalations from "./escalations.ts";
import type { StoredEvent } from "./event_row.ts";
import * as events from "./events.ts";
import * as evidence from "./evidence.ts";
import * as frames from "./frames.ts";
import * as inbox from "./inbox.ts";
import * as incidents from "./incidents.ts";
import * as lanes from "./lanes.ts";
import * as measurements from "./measurements.ts";
import * as modems from "./modems.ts";
import * as notes from "./notes.ts";
import * as senders from "./senders.ts";
import * as stages from "./stages.ts";
import * as streams from "./streams.ts";
import * as timeLine from "./time_line.ts";
import * as tokens from "./tokens.ts";
import * as users from "./users.ts";
import * as wearableDays from "./wearable_days.ts";
import * as wearables from "./wearables.ts";

export type { DeliveryPause } from "./delivery_pauses.ts";
export type { ActRecord } from "./acts.ts";
export type { Looker } from "./audit_subjects.ts";
export type { AuditDay, AuditRecord } from "./audit.ts";
export type { TimeFloor } from "../transactions/time_floor.ts";
export type {
  ChangeMark,
  DeviceKeyRecord,
  DeviceRecord,
  DeviceStepRecord,
  EndingAssignment,
} from "./devices.ts";
export type { DeviceTestRecord, DrillRecord } from "./drills.ts";
export type { EscalationRecord } from "./escalations.ts";
export type { StoredEvent } from "./event_row.ts";
export type { Identified, SequenceRange } from "./events.ts";
export type { EventEvidence } from "./evidence.ts";
export type { RejectedFacts, RejectedFilter, RejectedRecord, SeenMessage } from "./frames.ts";
export type { IncidentAnswer, IncidentQuery, IncidentRecord } from "./incidents.ts";
export type { Accounts, DestinationRecord } from "./lanes.ts";
export type { LaneStanding } from "../transactions/lane_state.ts";
export type { IncidentNote, ShiftNoteRecord } from "./notes.ts";
export type { LinkedSender, SenderRecord } from "./senders.ts";
export type { StageRecord } from "./stages.ts";
export type { ShedRange, StreamEvent } from "./streams.ts";
export type { SpanDelivery, SpanReception } from "./time_line.ts";
export type { TokenOwner, TokenRecord } from "./tokens.ts";
export type { MeasurementPoint } from "./measurements.ts";
export type { ModemChangeRecord, ModemEventRecord } from "./modems.ts";
export type { DayCounts, DeviceDay, ReportDay } from "./wearable_days.ts";
export type { WearableDay } from "../transactions/wearable_days.ts";
export type { PasskeyRecord, UserRecord, UserSecrets } from "./users.ts";
export type { DeviceHealth, OutcomeCount, WearableAlarm, WearableGlance } from "./wearables.ts";
export type { ModemChange, ModemRecord } from "../transactions/modems.ts";

/** The queries of a store, by subject. */
export class Reader implements Disposable {
  readonly acts = bind(acts, () => this.#db);
  readonly audit = bind(audit, () => this.#db);
  readonly auditSubjects = bind(auditSubjects, () => this.#db);
  readonly clock = bind(clock, () => this.#db);
  readonly deliveryPauses = bind(deliveryPauses, () => this.#db);
  readonly devices = bind(devices, () => this.#db);
  readonly drills = bind(drills, () => this.#db);
  readonly escalations = bind(escalations, () => this.#db);
  readonly events = bind(events, () => this.#db);
  readonly evidence = bind(evidence, () => this.#db);
  readonly frames = bind(frames, () => this.#db);
  readonly inbox = bind(inbox, () => this.#db);
  readonly incidents = bind(incidents, () => this.#db);
  readonly lanes = bind(lanes, () => this.#db);
  readonly measurements = bind(measurements, () => this.#db);
  readonly modems = bind(modems, () => this.#db);
  readonly notes = bind(notes, () => this.#db);
  readonly senders = bind(senders, () => this.#db);
  readonly stages = bind(stages, () => this.#db);
  readonly streams = bind(streams, () => this.#db);
  readonly timeLine = bind(timeLine, () => this.#db);
  readonly tokens = bind(tokens, () => this.#db);
  readonly users = bind(users, () => this.#db);
  readonly wearableDays = bind(wearableDays, () => this.#db);
  readonly wearables = bind(wearables, () => this.#db);
  readonly #onDamage: ((message: string) => void) | undefined;
  #db: Connection;

  /** @param onDamage Called when the file proves damaged. */
  constructor(
    readonly path: string,
    onDamage?: (message: string) => void,
    access: Access = "read",
  ) {
    this.#onDamage = onDamage;
    this.#db = new Connection(path, access, onDamage);
  }

  /** Opens the store again, after its files were replaced or its disk had a fault. */
  reopen(): void {
    const fresh = new Connection(this.path, "read", this.#onDamage);
    this.#db[Symbol.dispose]();
    this.#db = fresh;
  }

  [Symbol.dispose](): void {
    this.#db[Symbol.dispose]();
  }
}

/** The priority of a stored event. */
export function priorityOf(event: StoredEvent) {
  return lanePriority(event.lane);
}
