/** Queries of the stages of incidents that wearables are to get answers about. */
import type { WearableStage } from "../../devices/incident.ts";
import type { Connection } from "../sqlite/connection.ts";
import { dueStage } from "../transactions/incidents.ts";

/** Whether a wearable has still to get an answer about a stage. */
export function isDue(db: Connection, device: number): boolean {
  return dueStage(db, device, undefined) !== undefined;
}

/** A stage of an incident on its way to the wearable. */
export interface StageRecord {
  readonly stage: WearableStage;
  readonly state: "due" | "heard" | "overtaken";
  /** How often it was handed to a modem. */
  readonly sent: number;
  readonly sentAtUnixMs: number | undefined;
  readonly heardAtUnixMs: number | undefined;
}

/** The stages that the wearable of an incident had to get answers about, in order. */
export function ofIncident(db: Connection, id: Uint8Array): StageRecord[] {
  const sql = "select * from incident_stage where incident = ? order by transition";
  return db.all(sql, id).map((row) => ({
    stage: row.stage,
    state: row.state,
    sent: row.sent,
    sentAtUnixMs: row.sent_unix_ms ?? undefined,
    heardAtUnixMs: row.heard_unix_ms ?? undefined,
  }));
}

/** How well a wearable is reached: stages due, sent, and known to be heard. */
export interface StageCounts {
  readonly due: number;
  readonly sent: number;
  readonly heard: number;
}

/** Counts over all incidents of a wearable. */
export function counts(db: Connection, device: number): StageCounts {
  const counts = db.get<StageCounts>(
    `select count(*) as due, coalesce(sum(sent > 0), 0) as sent,
            coalesce(sum(state = 'heard'), 0) as heard
     from incident_stage where device = ?`,
    device,
  )!;
  return { ...counts };
}
