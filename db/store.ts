import { existsSync } from "node:fs";
import { accessBeside, Connection, StoreError } from "./sqlite/connection.ts";
import { openMigrated, SCHEMA_VERSION, schemaVersion } from "./schema/migrate.ts";
import { Reader } from "./queries/reader.ts";
import { noteDamage } from "./repair/detect/notes.ts";
import { replaceIfUnusable, type Replacement } from "./repair/rebuild/replace.ts";
import type { StoreFault } from "./sqlite/store_fault.ts";
import { Reopening } from "./sqlite/reopening.ts";
import {
  changesRegistry,
  runTransaction,
  type WriteInput,
  type WriteName,
  type WriteOutput,
} from "./transactions/transactions.ts";
import { settleLeftIntake, writeTransaction } from "./transactions/intake.ts";
import { RecentWrites } from "./writer/recent_writes.ts";
import { Writer, type WriterOptions } from "./writer/writer.ts";

export type * from "./queries/reader.ts";
export { priorityOf, Reader } from "./queries/reader.ts";

/** Changes the store. `Store` does it through the Worker, `DirectStore` on the spot. */
export interface StoreWriter {
  /**
   * Resolves after the commit is on the disk.
   * @param onSafe An alarm is on the disk and in `LiveStore.recent`; it can be read when this resolves.
   * Not called where both come at once.
   * @throws StoreError when it was not committed, or it is not known whether it was.
   */
  write<N extends WriteName>(
    name: N,
    input: WriteInput<N>,
    onSafe?: () => void,
  ): Promise<WriteOutput<N>>;
}

/** A store that is read as well; reading waits for no write. */
export interface StoreAccess extends StoreWriter {
  readonly read: Reader;
}

/** The store of a running gateway, which knows without the disk what was just written. */
export interface LiveStore extends StoreAccess {
  readonly recent: RecentWrites;
}

/** Who wants to know how the disk does. */
export interface StoreWatcher {
  onFault?(reason: StoreFault, message: string): void;
  onRecovered?(): void;
  /** A damaged store was set aside, and a fresh one is used since. */
  onReplaced?(replacement: Replacement): void;
}

/** What the rest of the program sees of the database. */
export class Store implements LiveStore, AsyncDisposable {
  readonly #reopening: Reopening;

  private constructor(
    readonly read: Reader,
    readonly recent: RecentWrites,
    readonly writer: Writer,
    reopening: Reopening,
  ) {
    this.#reopening = reopening;
  }

  /**
   * Opens the store of a running gateway.
   * @throws StoreError when the file cannot be opened, or its file system cannot keep the promises;
   * without `replacesUnusable` also when it is damaged or of a newer version.
   */
  static async open(
    path: string,
    watcher: StoreWatcher = {},
    options: WriterOptions = {},
  ): Promise<Store> {
    if (options.replacesUnusable === true) replaceIfUnusable(path);
    await using opened = new AsyncDisposableStack();
    let reader: Reader | undefined = undefined;
    const reopening = opened.use(
      new Reopening(
        () => (reader as Reader | undefined)?.reopen(),
        (cause) => watcher.onFault?.("io-error", `the reader keeps its connection: ${cause}`),
      ),
    );
    const recent = new RecentWrites();
    const writer = opened.use(
      await Writer.open(path, {
        onFault: (reason, message) => watcher.onFault?.(reason, message),
        onRecovered: () => watcher.onRecovered?.(),
        onMoved: () => {
          recent.clear();
          reopening.begin();
        },
        onReplaced: (replacement) => watcher.onReplaced?.(replacement),
      }, options),
    );
    const onDamage = (message: string) => {
      // Should the process not survive the damage, the next start knows of it.
      noteDamage(path, message);
      writer.replaceDamaged(message);
    };
    const isCareful = options.replacesUnusable === true;
    reader = new Reader(path, isCareful ? onDamage : undefined);
    const store = new Store(reader, recent, writer, reopening);
    opened.move();
    return store;
  }

  write<N extends WriteName>(
    name: N,
    input: WriteInput<N>,
    onSafe?: () => void,
  ): Promise<WriteOutput<N>> {
    const write = this.writer.write(name, input, (place) => {
      this.recent.isSafe(input as WriteInput<"acceptFrame">, place);
      onSafe?.();
    });
    return this.recent.follow(name, input, write);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.writer[Symbol.asyncDispose]();
    this.#reopening[Symbol.dispose]();
    this.read[Symbol.dispose]();
  }
}

/**
 * Looks into a store without leaving anything beside it, whether a gateway runs on it or not.
 * @returns undefined: there is no store, or it cannot be read; starting the gateway on it says why.
 */
export function lookInto<T>(path: string, look: (reader: Reader) => T): T | undefined {
  if (!existsSync(path)) return undefined;
  try {
    using reader = new Reader(path, undefined, accessBeside(path));
    return look(reader);
  } catch (cause) {
    if (cause instanceof StoreError) return undefined;
    throw cause;
  }
}

/**
 * Whether a store is in the schema of this build: opening another one to write brings it forward.
 * @throws StoreError when it cannot be read.
 */
export function isOfThisSchema(path: string): boolean {
  using db = new Connection(path, accessBeside(path));
  return schemaVersion(db) === SCHEMA_VERSION;
}

/** The store as a command uses it, beside a running gateway or without one. */
export class DirectStore implements LiveStore, Disposable {
  readonly recent = new RecentWrites();
  readonly #connection: Connection;
  readonly read: Reader;

  constructor(path: string) {
    using opened = new DisposableStack();
    this.#connection = opened.use(openMigrated(path));
    settleLeftIntake(this.#connection);
    this.read = new Reader(path);
    opened.move();
  }

  write<N extends WriteName>(name: N, input: WriteInput<N>): Promise<WriteOutput<N>> {
    return Promise.resolve(this.writeNow(name, input));
  }

  /** The same at once, for callers that do not wait. */
  writeNow<N extends WriteName>(name: N, input: WriteInput<N>): WriteOutput<N> {
    const db = this.#connection;
    const run = () => runTransaction(db, { name, input });
    const output = writeTransaction(db, run) as WriteOutput<N>;
    if (changesRegistry(name)) this.recent.registryChanged();
    return output;
  }

  [Symbol.dispose](): void {
    this.read[Symbol.dispose]();
    this.#connection[Symbol.dispose]();
  }
}

// What writes take and give: nothing outside db/ reaches past this file.
export {
  AUDIT_START,
  AUDIT_WHATS,
  type AuditEntry,
  auditHash,
  type AuditHead,
  type AuditSubject,
  type AuditWhat,
  withNamedSubjects,
} from "./transactions/audit.ts";
export { type Author, authorText, ownAct } from "./transactions/author.ts";
export { OWN_CODEC } from "./transactions/answer_numbers.ts";
export { type IndexedAnswer, isAnswer } from "./transactions/answers.ts";
export type {
  Acknowledgement,
  PlacesInLane,
  ReceivedEvent,
  Verdict,
} from "./transactions/confirm.ts";
export { PAUSE_REASON_LIMIT, type PauseOutcome } from "./transactions/delivery_pauses.ts";
export type { ConfirmedTimes } from "./transactions/confirmed_times.ts";
export type { DestinationSettings } from "./transactions/destinations.ts";
export type { SeenHealth } from "./transactions/device_health.ts";
export type { DeviceChange } from "./transactions/device_life.ts";
export { DRILL_QUOTA_MS, type DrillEnd } from "./transactions/drills.ts";
export type { EventPlace, NewEvent, Uplink } from "./transactions/events.ts";
export type { ForeignFrame } from "./transactions/foreign.ts";
export type { AcceptedFrame, FrameOutcome } from "./transactions/frames.ts";
export {
  MEASUREMENT_UNIT_MS,
  type MeasurementKind,
  SPANS,
} from "./transactions/measurement_kinds.ts";
export { addSums, type MeasurementSum, type NewMeasurement } from "./transactions/measurements.ts";
export type { DueStage, IncidentMove, MoveOutcome } from "./transactions/incidents.ts";
export {
  INCIDENT_NOTES_LIMIT,
  type NewIncidentNote,
  NOTE_LIMIT,
  NOTE_LINK_LIMIT,
  noteHash,
  type NoteOutcome,
} from "./transactions/notes.ts";
export type { StoredReception } from "./transactions/receptions.ts";
export type { RejectedFrame, RejectedFrom } from "./transactions/rejected.ts";
export type { RepeatOutcome } from "./transactions/repeats.ts";
export type { RetentionLimits, RetentionOutcome, RetentionStep } from "./transactions/retention.ts";
export type { SenderLink, SenderName } from "./transactions/senders.ts";
export { type NewToken, type Role, ROLES, type TokenScope } from "./transactions/tokens.ts";
export type { NewPasskey, SignInProof, UserProofs } from "./transactions/user_proofs.ts";
export type { SetUpCode } from "./transactions/users.ts";
export type {
  WriteInput,
  WriteName,
  WriteOutput,
  WriteRequest,
} from "./transactions/transactions.ts";
export { RecentWrites } from "./writer/recent_writes.ts";
export type { StoreHealth } from "./writer/store_health.ts";
export type { Writer } from "./writer/writer.ts";

// What is stored, and how it fails.
export { laneNumber, lanePriority } from "./schema/lane_number.ts";
export { StoreError };
export { PRIVATE_FILE, PRIVATE_FOLDER } from "./sqlite/private_files.ts";
export { isDamage } from "./sqlite/store_fault.ts";
