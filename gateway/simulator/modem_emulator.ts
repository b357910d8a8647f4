/**
 * What emulated modems have in common: they take bytes from a host and give bytes back as the real
 * module does, one command a line, and can be made to misbehave.
 *
 *     host ─ receive ─▶ [emulator] ─ ports.write ─▶ host
 *     air  ─ hear ────▶     │      ─ ports.onTransmit ─▶ air
 */
import { latin1, latin1Bytes } from "../../devices/modems/at/line_reader.ts";

/** What sender and receiver have to share to hear each other. */
export interface Tuning {
  readonly frequencyHz: number;
  readonly spreadingFactor: number;
  readonly bandwidthHz: number;
}

/** How a frame arrives. Without `tuning` it is on whatever the modem listens to. */
export interface Signal {
  readonly rssiDbm: number;
  readonly snrDb: number;
  readonly tuning?: Tuning;
}

/** What an emulator needs from its surroundings. */
export interface EmulatorPorts {
  /** Takes what the modem says to its host. */
  write(bytes: Uint8Array): void;
  /** Takes a VF1 frame that the modem puts on the air, when its time on air is over. */
  onTransmit(frame: Uint8Array): void;
  /** Runs something later; `delayMs` is at least 0. */
  after(delayMs: number, run: () => void): void;
}

/** Misbehaviour, changed at will while the emulator runs. */
export interface Faults {
  /** Takes everything, says nothing. */
  silent: boolean;
  /** Repeats each command before its answer. */
  echo: boolean;
  /** How late answers come, in milliseconds. */
  answerDelayMs: number;
  /** So many of the next transmissions are refused for being busy. */
  busyTimes: number;
  /** Commands that begin with one of these are refused. */
  refuse: readonly string[];
  /** Commands that begin with one of these are not answered. */
  ignore: readonly string[];
}

/** A modem without faults. */
export function noFaults(): Faults {
  return { silent: false, echo: false, answerDelayMs: 0, busyTimes: 0, refuse: [], ignore: [] };
}

/** Longest command that is taken; the real ones have a buffer as well. */
const MAX_COMMAND_BYTES = 1_024;

/** A module as its host and the air see it. */
export abstract class ModemEmulator {
  readonly faults: Faults = noFaults();
  /** Its serial number, 16 hex digits; each make shows it in its own form. */
  serial = "0000000000000001";
  protected readonly ports: EmulatorPorts;
  #command = "";
  #boot = 0;

  constructor(ports: EmulatorPorts) {
    this.ports = ports;
  }

  /** What it listens to; undefined while it does not listen. */
  abstract get tuning(): Tuning | undefined;

  /** Restarts with its banner. `losesSettings`: as new from the factory. */
  abstract restart(losesSettings: boolean): void;

  /** The lines in which the host gets a frame. */
  protected abstract received(frame: Uint8Array, signal: Signal): string;

  /** Answers one command. */
  protected abstract apply(command: string): void;

  /** The words of this make for a refusal for no reason. */
  protected abstract refuse(command: string): void;

  /** Takes bytes from the host, in chunks of any size. */
  receive(bytes: Uint8Array): void {
    for (const character of latin1(bytes)) {
      if (character !== "\r" && character !== "\n") {
        this.#command = (this.#command + character).slice(-MAX_COMMAND_BYTES);
      } else if (this.#command !== "") {
        const command = this.#command;
        this.#command = "";
        this.#take(command);
      }
    }
  }

  /** A frame is on the air. @returns whether the modem heard it and gave it to its host. */
  hear(frame: Uint8Array, signal: Signal): boolean {
    const mine = this.tuning;
    if (mine === undefined || this.faults.silent) return false;
    const other = signal.tuning ?? mine;
    const isMine = other.frequencyHz === mine.frequencyHz &&
      other.spreadingFactor === mine.spreadingFactor && other.bandwidthHz === mine.bandwidthHz;
    if (isMine) this.ports.write(latin1Bytes(this.received(frame, signal)));
    return isMine;
  }

  /** Says bytes that mean nothing. */
  babble(bytes: Uint8Array): void {
    this.ports.write(bytes);
  }

  /** Says something to the host, as late as the faults ask, unless it restarts before. */
  protected say(text: string, delayMs = 0): void {
    if (!this.faults.silent) {
      this.later(delayMs + this.faults.answerDelayMs, () => this.ports.write(latin1Bytes(text)));
    }
  }

  /** Does something later, unless the modem restarts before. */
  protected later(delayMs: number, run: () => void): void {
    const boot = this.#boot;
    if (delayMs === 0) return run();
    this.ports.after(delayMs, () => {
      if (boot === this.#boot) run();
    });
  }

  /** Forgets the unfinished command and what was to be said or done. */
  protected forget(): void {
    this.#command = "";
    this.#boot++;
  }

  #take(command: string): void {
    if (this.faults.echo) this.say(`${command}\n\r`);
    if (this.faults.ignore.some((start) => command.startsWith(start))) return;
    if (this.faults.refuse.some((start) => command.startsWith(start))) return this.refuse(command);
    this.apply(command);
  }
}
