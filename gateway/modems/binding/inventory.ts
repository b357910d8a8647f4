/** What modems said of themselves, over restarts too. */
import type { ModemRecord, StoreAccess } from "../../../db/store.ts";
import type { ModemKind } from "../../../devices/modems/modem.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ModemConfig } from "../../config/config.ts";

/** Where it is remembered. */
export interface ModemInventory {
  load(): readonly ModemRecord[];
  /** Remembers one; does not wait and does not throw. */
  keep(modem: ModemRecord): void;
}

/** Remembers it in the store. */
export class StoredInventory implements ModemInventory {
  readonly #store: StoreAccess;
  readonly #log: Log;

  constructor(store: StoreAccess, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  load(): readonly ModemRecord[] {
    return this.#store.read.modems.all();
  }

  keep(modem: ModemRecord): void {
    this.#store.write("keepModem", modem).catch((cause) =>
      this.#log.error("cannot remember a modem", { modem: modem.name, cause: String(cause) })
    );
  }
}

/** A part that was exchanged: its number was another before. */
export interface Replacement {
  readonly part: "modem" | "sim";
  readonly was: string;
  readonly is: string;
}

/** What is remembered of the configured modems, and which of them are there now. */
export class KnownModems {
  readonly #inventory: ModemInventory | undefined;
  readonly #records: Map<string, ModemRecord>;
  /** Modems that have said who they are and have not been lost since. */
  readonly #present = new Set<string>();

  /** A modem with another port in the configuration than before is not known. */
  constructor(
    modems: readonly Pick<ModemConfig, "name" | "port">[],
    inventory: ModemInventory | undefined,
  ) {
    this.#inventory = inventory;
    const isAsConfigured = (record: ModemRecord) =>
      modems.some(({ name, port }) => name === record.name && port === record.port);
    const records = inventory?.load().filter(isAsConfigured) ?? [];
    this.#records = new Map(records.map((record) => [record.name, record]));
  }

  /** Undefined: it was never found. */
  recordOf(modem: string): ModemRecord | undefined {
    return this.#records.get(modem);
  }

  /** What a modem is said or remembered to be; undefined: it was never found. */
  kindOf({ kind, name }: Pick<ModemConfig, "kind" | "name">): ModemKind | undefined {
    return kind === "auto" ? this.#records.get(name)?.kind as ModemKind | undefined : kind;
  }

  /** A modem has identified itself. Gives what was replaced: the module, or its SIM card. */
  confirmed(record: ModemRecord): Replacement[] {
    this.#present.add(record.name);
    const before = this.#records.get(record.name);
    this.#records.set(record.name, record);
    this.#inventory?.keep(record);
    return before === undefined ? [] : replacements(before, record);
  }

  lost(modem: string): void {
    this.#present.delete(modem);
  }

  /** The modem that has this serial number for certain, and is nowhere else now. */
  absentOwnerOf(serial: string): string | undefined {
    // Where two have one serial number it says nothing.
    const [owner, ...more] = this.#records.values().filter((it) => it.serial === serial);
    return owner === undefined || more.length > 0 || this.#present.has(owner.name)
      ? undefined
      : owner.name;
  }
}

function replacements(before: ModemRecord, now: ModemRecord): Replacement[] {
  const parts = [["modem", before.serial, now.serial], ["sim", before.sim, now.sim]] as const;
  return parts.flatMap(([part, was, is]) =>
    was === undefined || is === undefined || was === is ? [] : [{ part, was, is }]
  );
}
