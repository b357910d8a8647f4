/**
 * Brings the events of a damaged store into one that works, from its bare pages.
 *
 *     lanes ─▶ how far each destination had confirmed       (a look at every page)
 *     events ─▶ each that has its hash, under its own id    (a step is one short transaction)
 *     lost ─▶ ids in the index whose events were not found  (a list)
 *
 * The old files are only read. Every step may be repeated: an event that is there already stays as
 * it is, so what was interrupted goes on at the page where it was noted last, or earlier.
 */
import { encodeHex } from "../../../devices/hex.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { USUAL_PAGE_BYTES } from "../../sqlite/open_database.ts";
import type { Tables } from "../../schema/rows.ts";
import {
  addRow,
  type EssentialRows,
  type EssentialTable,
} from "../essential_state/essential_state.ts";
import { importLate } from "../essential_state/import_essential_state.ts";
import { readStateBackup } from "../essential_state/essential_state_backup.ts";
import { writeTransaction } from "../../transactions/intake.ts";
import { findEvent } from "../../transactions/events.ts";
import { type PageRow, rowsOf } from "../pages/cells.ts";
import { importEvent } from "./import_event.ts";
import { OldLanes } from "./old_lanes.ts";
import { PageFile } from "../pages/page_file.ts";
import { asKind } from "../pages/row_kinds.ts";
import { salvageAlarm, type SalvagedEvent, salvageEvent } from "./salvaged_event.ts";

/** Events of one transaction: the write lock is held for some milliseconds. */
const STEP_EVENTS = 100;
/** Page images between two steps at most, so that progress is reported where there are no events. */
const STEP_IMAGES = 2_000;

export interface SalvageSource {
  /** The database file. */
  readonly path: string;
  /** The backup of its essential state; need not exist. */
  readonly stateBackup: string;
  /** Tables of the essential state that are still to be searched for. */
  readonly unread: readonly EssentialTable[];
  /** Page images that were done before. */
  readonly done: number;
}

export interface SalvageProgress {
  readonly done: number;
  readonly total: number;
  /** Events put into the store since the last progress, and how many of them are owed. */
  readonly salvaged: number;
  readonly owedAgain: number;
}

/** An event that was there and could not be read. */
export interface LostEvent {
  readonly id: string;
  readonly sequence: number;
}

export class Salvage implements Disposable {
  readonly #db: Connection;
  readonly #source: SalvageSource;
  readonly #file: PageFile;
  readonly #oldLanes = new OldLanes();
  /** Entries of the index of transitions as the first schema had it: shaped like those of event_id. */
  readonly #transitions = new Set<string>();

  /** @throws when the file cannot be opened. */
  constructor(db: Connection, source: SalvageSource) {
    this.#db = db;
    this.#source = source;
    this.#file = new PageFile(source.path, USUAL_PAGE_BYTES);
  }

  /** Does one piece of work each time; the caller may rest in between. */
  *steps(): Generator<SalvageProgress> {
    this.#readLanes();
    const { imageCount: total } = this.#file;
    let found: SalvagedEvent[] = [];
    let begun = this.#source.done;
    for (let index = begun; index < total; index++) {
      found.push(...this.#eventsOf(index));
      if (found.length < STEP_EVENTS && index - begun < STEP_IMAGES) continue;
      yield { done: index + 1, total, ...this.#import(found) };
      found = [];
      begun = index + 1;
    }
    yield { done: total, total, ...this.#import(found) };
  }

  /** Events that the index names and the store does not have. To be asked for after the steps. */
  *lost(): Generator<LostEvent> {
    const listed = new Set<string>();
    for (const row of this.#rows()) {
      const entry = asKind("event_id", row);
      if (entry === undefined || findEvent(this.#db, entry.id)) continue;
      const id = encodeHex(entry.id);
      if (listed.has(id) || this.#transitions.has(`${id}/${entry.sequence}`)) continue;
      listed.add(id);
      yield { id, sequence: entry.sequence };
    }
  }

  #readLanes(): void {
    const { rows } = readStateBackup(this.#source.stateBackup);
    for (const row of rows.lane ?? []) this.#oldLanes.addLane(row);
    for (const row of rows.destination ?? []) this.#oldLanes.addDestination(row);
    const late: EssentialRows = {};
    for (const row of this.#rows()) {
      const lane = asKind("lane", row);
      if (lane !== undefined) this.#oldLanes.addLane(lane);
      const range = asKind("confirmed_range", row);
      if (range !== undefined) this.#oldLanes.addRange(range);
      const destination = asKind("destination", row);
      if (destination !== undefined) this.#oldLanes.addDestination(destination);
      const transition = asKind("incident_transition", row);
      if (transition !== undefined) this.#noteTransition(transition);
      addRow(late, this.#source.unread, row);
    }
    writeTransaction(this.#db, () => importLate(this.#db, late));
  }

  #noteTransition({ incident, number }: Tables["incident_transition"]): void {
    this.#transitions.add(`${encodeHex(incident)}/${number}`);
  }

  *#rows(): Generator<PageRow> {
    for (let index = 0; index < this.#file.imageCount; index++) {
      yield* rowsOf(this.#file, index);
    }
  }

  #eventsOf(index: number): SalvagedEvent[] {
    return [...rowsOf(this.#file, index)].flatMap((row) => {
      const event = asKind("event", row);
      const alarm = asKind("intake", row);
      return (event && salvageEvent(event)) ?? (alarm && salvageAlarm(alarm)) ?? [];
    });
  }

  #import(found: readonly SalvagedEvent[]): Pick<SalvageProgress, "salvaged" | "owedAgain"> {
    if (found.length === 0) return { salvaged: 0, owedAgain: 0 };
    const outcomes = writeTransaction(
      this.#db,
      () => found.map((salvaged) => importEvent(this.#db, salvaged, this.#oldLanes)),
    );
    return {
      salvaged: outcomes.filter((outcome) => outcome !== "known").length,
      owedAgain: outcomes.filter((outcome) => outcome === "owed").length,
    };
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
