/**
 * Which configured modem is behind which port, confirmed by what the modem says of itself.
 *
 *     configuration, store ─▶ port ─▶ is its name unique? ─ yes ─────────────────▶ it is
 *                               ▲            │ no                                     ▲
 *                               │            ▼                                        │
 *                         exchange ports ◀─ asked who it is ─ the other's ─ its own ──┘
 *
 * What a modem says is remembered with the port of the configuration: another port is another modem.
 * A modem that says nothing of itself is taken for the one that belongs there.
 */
import type { ModemIdentity, ModemKind } from "../../../devices/modems/modem.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { ModemRecord } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ModemConfig } from "../../config/config.ts";
import type { ListRoots } from "../../serial/mod.ts";
import { ASKED_KINDS, identifyPort, type PortIdentity } from "./identify_port.ts";
import { KnownModems, type ModemInventory, type Replacement } from "./inventory.ts";
import { PortPaths } from "./port_paths.ts";
import type { OneShotPorts } from "./run_one_shot.ts";

/** A modem of the configuration, as far as its port goes. */
type BoundModem = Pick<ModemConfig, "name" | "port" | "kind" | "baud">;

/** Where a modem is now, and what it is. */
export interface FoundModem {
  readonly path: string;
  readonly kind: ModemKind;
  /** Undefined: the kind's own. */
  readonly baud: number | undefined;
}

export interface BindingPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** What is remembered of modems; default: nothing. */
  readonly inventory?: ModemInventory;
  /** Default: /dev and /sys. */
  readonly listRoots?: ListRoots;
  /** For questions at the port of a modem. */
  readonly oneShotPorts: (modem: string) => OneShotPorts;
}

/** Binds all configured modems to their ports. */
export class ModemBinding {
  readonly #modems: ReadonlyMap<string, BoundModem>;
  readonly #ports: BindingPorts;
  readonly #known: KnownModems;
  readonly #paths: PortPaths;
  /** What modems were found to be, or are said to be. */
  readonly #kinds = new Map<string, ModemKind>();

  constructor(modems: readonly BoundModem[], ports: BindingPorts) {
    this.#ports = ports;
    this.#modems = new Map(modems.map((modem) => [modem.name, modem]));
    const known = this.#known = new KnownModems(modems, ports.inventory);
    this.#paths = new PortPaths(
      modems.map(({ name, port }) => [name, known.recordOf(name)?.place ?? port]),
      ports.listRoots,
    );
  }

  /** The port of a modem as far as is known now; it changes when two exchange their ports. */
  pathOf(modem: string): string {
    return this.#paths.of(modem);
  }

  /** What is known of a modem; undefined: it was never found. */
  recordOf(modem: string): ModemRecord | undefined {
    return this.#known.recordOf(modem);
  }

  /** What a modem is, as far as is known without asking. */
  kindOf(modem: string): ModemKind | undefined {
    return this.#known.kindOf(this.#modems.get(modem)!);
  }

  /**
   * Looks where a modem is, to be called before each opening of its port.
   * @throws Error with what to do, when its port cannot be opened, or its kind cannot be found out.
   */
  async find(name: string): Promise<FoundModem> {
    const found = await this.#find(this.#modems.get(name)!);
    this.#kinds.set(name, found.kind);
    return found;
  }

  /**
   * A modem has its settings and has said who it is.
   * @returns What is not what it was.
   */
  confirmed(name: string, { firmware, model, serial, sim }: ModemIdentity): Replacement[] {
    const kind = this.#kinds.get(name);
    if (kind === undefined) return [];
    return this.#known.confirmed({
      name,
      port: this.#modems.get(name)!.port,
      place: this.pathOf(name),
      kind,
      model,
      firmware,
      serial,
      sim,
      seenAtUnixMs: this.#ports.clock.unixMs(),
    });
  }

  /** A modem is gone, and so its port may be another's. */
  lost(name: string): void {
    this.#known.lost(name);
  }

  async #find(modem: BoundModem): Promise<FoundModem> {
    const { baud, name, port } = modem;
    for (let swaps = 0; swaps <= this.#modems.size; swaps++) {
      const { path, isUnique } = await this.#paths.find(name, port);
      // Not asked: it is what it was, or is said to be.
      if (!this.#hasToBeAsked(modem, isUnique)) return { path, kind: this.kindOf(name)!, baud };
      const answer = await this.#ask(modem, path);
      // Meanwhile the modem of this port may have been found elsewhere.
      if (this.pathOf(name) !== path) continue;
      const other = this.#otherAt(name, answer);
      if (other === undefined) return accept(modem, path, answer);
      this.#paths.swap(name, other);
      this.#ports.log.warn("modems have exchanged their ports", { modem: name, with: other });
    }
    throw new Error(`Cannot find modem "${name}": others answer at every port; check the cables`);
  }

  /** In transparent mode a question would go on the air. */
  #hasToBeAsked({ kind, name }: BoundModem, isUnique: boolean): boolean {
    if (this.kindOf(name) === "ebyte-e22") return false;
    if (kind === "auto") return true;
    return !isUnique &&
      [...this.#modems.keys()].some((other) =>
        other !== name && this.recordOf(other)?.serial !== undefined
      );
  }

  #ask(modem: BoundModem, path: string): Promise<PortIdentity> {
    const options = { kinds: this.#kindsFor(modem), ...defined({ baud: modem.baud }) };
    return identifyPort(path, options, this.#ports.oneShotPorts(modem.name));
  }

  /** The likeliest first: its own, then those that may have taken its port. */
  #kindsFor({ kind, name }: BoundModem): ModemKind[] {
    const others = [...this.#modems.values()].map((modem) =>
      this.recordOf(modem.name)?.kind ?? modem.kind
    );
    const likely = [this.kindOf(name), ...others, ...(kind === "auto" ? ASKED_KINDS : [])];
    return [...new Set(likely)].filter((it): it is ModemKind =>
      (ASKED_KINDS as readonly (string | undefined)[]).includes(it)
    );
  }

  /** The other modem that answers here, for certain; undefined: it may well be the right one. */
  #otherAt(name: string, answer: PortIdentity): string | undefined {
    if (answer.found !== "modem" || answer.identity.serial === undefined) return undefined;
    const { serial } = answer.identity;
    return this.recordOf(name)?.serial === serial ? undefined : this.#known.absentOwnerOf(serial);
  }
}

function accept({ baud, kind }: BoundModem, path: string, answer: PortIdentity): FoundModem {
  if (kind !== "auto") return { path, kind, baud };
  if (answer.found !== "modem") throw new Error(whyUnknown(path, answer));
  if (answer.isInConfigurationMode) throw new Error(inConfigurationMode(path));
  return { path, kind: answer.kind, baud: answer.baud };
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
