/** A modem on a real pseudo-terminal that can be made to hang, and what helps it then. */
import { mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { latin1 } from "../../devices/modems/at/line_reader.ts";
import type { RecoveryStep } from "../../gateway/modems/recovery/policy.ts";
import type { OpenPort } from "../../gateway/modems/port/port.ts";
import { LinuxBinding, openSerialPort, PseudoTerminal } from "../../gateway/serial/mod.ts";
import { Rak3172Emulator } from "../../gateway/simulator/emulate_rak3172.ts";
import { Timers } from "../../gateway/simulator/timers.ts";
import { FakeTree } from "./fake_tree.ts";

/** What the modem does instead of working. */
type Behaviour =
  | "forgets" // lost its settings and did not say so
  | "mute" // takes everything, says nothing
  | "late" // answers when nobody waits any more
  | "refuses" // refuses every command
  | "deaf" // takes its settings, and its radio hears nothing
  | "echoes" // says what it is told
  | "babbles" // says something else, without end
  | "cuts" // stops in the middle of every line
  | "restarts"; // begins anew again and again

/** One way to hang. */
export interface Hang {
  readonly name: string;
  readonly behaviour: Behaviour;
  /** The first step that helps. */
  readonly curedBy: RecoveryStep;
}

export const HANGS: readonly Hang[] = [
  { name: "lost its settings in silence", behaviour: "forgets", curedBy: "probe" },
  { name: "is mute until its port is opened anew", behaviour: "mute", curedBy: "reopen" },
  { name: "answers too late", behaviour: "late", curedBy: "reopen" },
  { name: "refuses every command", behaviour: "refuses", curedBy: "reset" },
  { name: "takes commands and hears nothing", behaviour: "deaf", curedBy: "reset" },
  { name: "only repeats what it is told", behaviour: "echoes", curedBy: "lines" },
  { name: "babbles without end", behaviour: "babbles", curedBy: "lines" },
  { name: "stops in the middle of every line", behaviour: "cuts", curedBy: "usb" },
  { name: "is mute until its adapter begins anew", behaviour: "mute", curedBy: "usb" },
  { name: "restarts again and again", behaviour: "restarts", curedBy: "power" },
  { name: "is broken for good", behaviour: "mute", curedBy: "alarm" },
];

const LATE_MS = 5_000;
const BABBLE_MS = 20;
const RESTART_MS = 200;

export class HangingModem implements AsyncDisposable {
  /** Name of the port for a configuration. */
  readonly path: string;
  /** A power command that helps. */
  readonly powerCommand: readonly string[];
  readonly tree = new FakeTree();
  readonly emulator: Rak3172Emulator;
  readonly #folder = mkdtempSync("/tmp/vigil-hang-");
  readonly #timers = new Timers();
  readonly #binding = new LinuxBinding();
  readonly #stack = new DisposableStack();
  readonly #terminal: PseudoTerminal;
  #hang: Hang | undefined;

  constructor() {
    this.#plugInUsb();
    this.path = join(this.tree.devRoot, "ttyUSB0");
    this.#terminal = new PseudoTerminal({ link: this.path });
    this.emulator = new Rak3172Emulator({
      write: (bytes) => this.#say(bytes),
      onTransmit: () => {},
      after: this.#timers.after,
    });
    this.#terminal.onData((bytes) => this.#hear(bytes));
    const signal = join(this.#folder, "powered");
    this.powerCommand = ["/bin/sh", "-c", `: > ${signal}`];
    this.#watch(this.#folder, () => this.#helped("power"));
  }

  begin(hang: Hang): void {
    this.#hang = hang;
    const { faults } = this.emulator;
    if (hang.behaviour === "forgets") this.#forget();
    if (hang.behaviour === "late") faults.answerDelayMs = LATE_MS;
    if (hang.behaviour === "refuses") faults.refuse = ["AT"];
    if (hang.behaviour === "babbles") this.#repeat(hang, BABBLE_MS, () => "%$#\r\n");
    if (hang.behaviour === "restarts") {
      this.#repeat(hang, RESTART_MS, () => "RAKwireless RAK3172\r\n");
    }
  }

  /** A frame is on the air. */
  hear(frame: Uint8Array): void {
    if (this.#hang?.behaviour !== "deaf") this.emulator.hear(frame, { rssiDbm: -90, snrDb: 7 });
  }

  /** Opens the port as the gateway does; notes that, and what is done to the modem lines. */
  readonly openPort: OpenPort = async (path, baudRate) => {
    const port = await openSerialPort({ path, baudRate, binding: this.#binding });
    this.#helped("reopen");
    return Object.assign(port, {
      set: ({ dtr }: { dtr?: boolean }, done: (error: Error | null) => void) => {
        if (dtr === false) this.#helped("lines");
        done(null);
      },
    });
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timers[Symbol.dispose]();
    await this.#terminal.close();
    this.#stack[Symbol.dispose]();
    this.tree[Symbol.dispose]();
    rmSync(this.#folder, { recursive: true });
  }

  #plugInUsb(): void {
    const { tree } = this;
    tree.usb("1-1", { idVendor: "10c4", idProduct: "ea60", authorized: "1" });
    tree.device("ttyUSB0", "usb1/1-1/1-1:1.0/ttyUSB0", "cp210x");
    tree.link("sys/bus/usb/devices/1-1", "sys/devices/usb1/1-1");
    tree.file("dev/nothing", "");
    const path = join(tree.sysRoot, "devices/usb1/1-1/authorized");
    this.#watch(path, () => {
      if (readFileSync(path, "utf8").startsWith("0")) this.#helped("usb");
    });
  }

  #watch(path: string, changed: () => void): void {
    const watcher = watch(path, changed);
    this.#stack.defer(() => watcher.close());
  }

  #forget(): void {
    this.emulator.faults.silent = true;
    this.emulator.restart(true);
    this.emulator.faults.silent = false;
  }

  #repeat(hang: Hang, everyMs: number, text: () => string): void {
    if (this.#hang !== hang) return;
    this.#write(new TextEncoder().encode(text()));
    this.#timers.after(everyMs, () => this.#repeat(hang, everyMs, text));
  }

  #hear(bytes: Uint8Array): void {
    if (latin1(bytes).includes("ATZ")) this.#helped("reset");
    switch (this.#hang?.behaviour) {
      case "mute":
      case "babbles":
      case "restarts":
        return;
      case "echoes":
        return this.#write(bytes);
      default:
        this.emulator.receive(bytes);
    }
  }

  #say(bytes: Uint8Array): void {
    this.#write(this.#hang?.behaviour === "cuts" ? bytes.subarray(0, 1) : bytes);
  }

  #write(bytes: Uint8Array): void {
    void this.#terminal.write(bytes).catch(() => {});
  }

  /** Something was done to the modem; if it is what helps, the modem begins anew. */
  #helped(step: RecoveryStep): void {
    if (this.#hang?.curedBy !== step) return;
    this.#hang = undefined;
    Object.assign(this.emulator.faults, { answerDelayMs: 0, refuse: [] });
    this.emulator.restart(true);
  }
}
