/**
 * Which configured modem is behind which port, confirmed by what the modem says of itself.
 *
 *     configuration, store ─▶ place ─▶ is its name unique? ─ yes ─────────────────▶ it is
 *                               ▲            │ no                                     ▲
 *                               │            ▼                                        │
 *                         exchange places ◀─ asked who it is ─ the other's ─ its own ─┘
 *
 * What a modem says is remembered with the port of the configuration. Whoever changes that port
 * binds anew. A modem that says nothing of itself is taken for the one that belongs there.
 */
import type { ModemIdentity, ModemKind } from "../../../devices/modems/modem.ts";
import type { ModemRecord } from "../../../db/store.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ListRoots } from "../../serial/mod.ts";
import { ASKED_KINDS, identifyPort, type PortIdentity } from "./identify_port.ts";
import { ModemPlaces } from "./port_paths.ts";
import type { HeardFrame, OneShotPorts } from "./run_one_shot.ts";

/** A modem of the configuration, as far as its port goes. */
export interface BoundModem {
  readonly name: string;
  /** Its port in the configuration. */
  readonly port: string;
  readonly kind: ModemKind | "auto";
  /** Speed that the configuration asks for; undefined: the kind's own. */
  readonly baud: number | undefined;
}

/** Where a modem is now, and what it is. */
export interface FoundModem {
  readonly path: string;
  readonly kind: ModemKind;
  readonly baud: number | undefined;
}

/** A part that was exchanged: its number was another before. */
export interface Replacement {
  readonly part: "modem" | "sim";
  readonly was: string;
  readonly is: string;
}

export interface BindingPorts extends Omit<OneShotPorts, "onFrame"> {
  readonly log: Log;
  readonly onFrame: (modem: string, frame: HeardFrame) => void;
  /** What was remembered. */
  readonly records: readonly ModemRecord[];
  /** Remembers a modem; does not wait and does not throw. */
  readonly keep: (modem: ModemRecord) => void;
  /** Default: /dev and /sys. */
  readonly listRoots?: ListRoots;
}

/** Binds all configured modems to their ports. */
export class ModemBinding {
  readonly #modems: ReadonlyMap<string, BoundModem>;
  readonly #ports: BindingPorts;
  readonly #records: Map<string, ModemRecord>;
  readonly #places: ModemPlaces;
  /** Modems that have said who they are and have not been lost since. */
  readonly #present = new Set<string>();
  /** What modems were found to be, or are said to be. */
  readonly #kinds = new Map<string, ModemKind>();

  constructor(modems: readonly BoundModem[], ports: BindingPorts) {
    this.#ports = ports;
    this.#modems = new Map(modems.map((modem) => [modem.name, modem]));
    this.#records = new Map(
      ports.records.filter(({ name, port }) => this.#modems.get(name)?.port === port)
        .map((record) => [record.name, record]),
    );
    this.#places = new ModemPlaces(
      modems.map(({ name, port }) => [name, this.#records.get(name)?.place ?? port]),
      ports.listRoots,
    );
  }

  /** The port of a modem as far as is known now; it changes when two exchange their places. */
  placeOf(modem: string): string {
    return this.#places.of(modem);
  }

  /** What is known of a modem; undefined: it was never found. */
  recordOf(modem: string): ModemRecord | undefined {
    return this.#records.get(modem);
  }

  /**
   * Looks where a modem is, to be called before each opening of its port.
   * @throws Error with what to do, when its port cannot be opened, or nobody tells what it is.
   */
  async find(name: string): Promise<FoundModem> {
    const found = await this.#find(name);
    this.#kinds.set(name, found.kind);
    return found;
  }

  /**
   * A modem has its settings and has said who it is.
   * @returns What is not what it was.
   */
  confirmed(name: string, identity: ModemIdentity): Replacement[] {
    const kind = this.#kinds.get(name);
    if (kind === undefined) return [];
    this.#present.add(name);
    const before = this.#records.get(name);
    const record: ModemRecord = {
      name,
      port: this.#modems.get(name)!.port,
      place: this.#places.of(name),
      kind,
      model: identity.model,
      firmware: identity.firmware,
      serial: identity.serial,
      sim: identity.sim,
      seenAtUnixMs: this.#ports.clock.unixMs(),
    };
    this.#records.set(name, record);
    this.#ports.keep(record);
    return before === undefined ? [] : replacements(before, record);
  }

  /** A modem is gone, and so its place may be another's. */
  lost(name: string): void {
    this.#present.delete(name);
  }

  async #find(name: string): Promise<FoundModem> {
    const modem = this.#modems.get(name)!;
    for (let swaps = 0; swaps <= this.#modems.size; swaps++) {
      const { path, isUnique } = await this.#places.look(name, modem.port);
      if (!this.#hasToBeAsked(modem, isUnique)) return this.#taken(modem, path);
      const answer = await this.#ask(modem, path);
      // Meanwhile the modem of this place may have been found elsewhere.
      if (this.#places.of(name) !== path) continue;
      const other = this.#otherAt(name, answer);
      if (other === undefined) return this.#accept(modem, path, answer);
      this.#places.swap(name, other);
      this.#ports.log.warn("modems have exchanged their ports", { modem: name, with: other });
    }
    throw new Error(`Cannot find modem "${name}": others answer at every port; check the cables`);
  }

  /** In transparent mode a question would go on the air. */
  #hasToBeAsked({ kind, name }: BoundModem, isUnique: boolean): boolean {
    if ((kind === "auto" ? this.#records.get(name)?.kind : kind) === "ebyte-e22") return false;
    if (kind === "auto") return true;
    const others = [...this.#modems.values()].filter((other) => other.name !== name);
    return !isUnique && others.some((other) => this.#records.get(other.name)?.serial !== undefined);
  }

  /** Not asked: it is what it was, or is said to be. */
  #taken(modem: BoundModem, path: string): FoundModem {
    const kind = modem.kind === "auto"
      ? this.#records.get(modem.name)!.kind as ModemKind
      : modem.kind;
    return { path, kind, baud: modem.baud };
  }

  #ask(modem: BoundModem, path: string): Promise<PortIdentity> {
    const { clock, onFrame, openPort } = this.#ports;
    const options = {
      kinds: this.#kindsFor(modem),
      ...(modem.baud === undefined ? {} : { baud: modem.baud }),
    };
    return identifyPort(path, options, {
      clock,
      openPort,
      onFrame: (frame) => onFrame(modem.name, frame),
    });
  }

  /** The likeliest first: its own, then those that may have taken its place. */
  #kindsFor({ kind, name }: BoundModem): ModemKind[] {
    const own = kind === "auto" ? this.#records.get(name)?.kind : kind;
    const others = [...this.#modems.values()].flatMap((modem) =>
      this.#records.get(modem.name)?.kind ?? modem.kind
    );
    const likely = [own, ...others].filter((it) => it !== undefined);
    const all = kind === "auto" ? [...likely, ...ASKED_KINDS] : likely;
    return [...new Set(all)].filter((it): it is ModemKind =>
      (ASKED_KINDS as readonly string[]).includes(it)
    );
  }

  /** The other modem that answers here, for certain; undefined: it may well be the right one. */
  #otherAt(name: string, answer: PortIdentity): string | undefined {
    if (answer.found !== "modem" || answer.identity.serial === undefined) return undefined;
    const { serial } = answer.identity;
    if (this.#records.get(name)?.serial === serial) return undefined;
    // Where two have one serial number it tells nothing, nor where its owner is somewhere else now.
    const owners = [...this.#records.values()].filter((record) => record.serial === serial);
    const [owner] = owners;
    return owners.length === 1 && !this.#present.has(owner!.name) ? owner!.name : undefined;
  }

  #accept(modem: BoundModem, path: string, answer: PortIdentity): FoundModem {
    const { kind } = modem;
    if (kind !== "auto") return { path, kind, baud: modem.baud };
    if (answer.found !== "modem") throw new Error(whyUnknown(path, answer));
    if (answer.isInConfigurationMode) throw new Error(inConfigurationMode(path));
    return { path, kind: answer.kind, baud: answer.baud };
  }
}

function replacements(before: ModemRecord, now: ModemRecord): Replacement[] {
  const parts = [["modem", before.serial, now.serial], ["sim", before.sim, now.sim]] as const;
  return parts.flatMap(([part, was, is]) =>
    was === undefined || is === undefined || was === is ? [] : [{ part, was, is }]
  );
}

function whyUnknown(path: string, answer: Exclude<PortIdentity, { found: "modem" }>): string {
  const next = 'name its kind in the configuration ("ebyte-e22" answers no questions)';
  return answer.found === "nobody"
    ? `Cannot tell which modem is at "${path}": nothing answers; check power and cable, or ${next}`
    : `Cannot tell which modem is at "${path}": it answers "${answer.said}", as no known make does; ` +
      next;
}

function inConfigurationMode(path: string): string {
  return `Cannot use the modem at "${path}": it is an Ebyte E22 in configuration mode; set it up ` +
    'with "vigil modem provision", set its pins M0 and M1 low and its kind to "ebyte-e22"';
}
