/** A session, an emulated modem and a real pseudo-terminal between them. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { ModemProtocol } from "../../../../devices/modems/modem.ts";
import { UNLIMITED_AIRTIME } from "../../../../gateway/modems/transmission/airtime_budget.ts";
import { AirtimeWatch } from "../../../../gateway/modems/transmission/airtime_watch.ts";
import { LoraSession } from "../../../../gateway/modems/session/lora_session.ts";
import { LinuxBinding, openSerialPort, PseudoTerminal } from "../../../../gateway/serial/mod.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../../gateway/simulator/modem_emulator.ts";
import type { Reception } from "../../../../handlers/ports.ts";
import { RunningClock } from "../../../support/clocks.ts";
import { ANSWER, MAKES, RAK3172, UPLINK } from "../../../devices/modems/makes.ts";

const SILENT_LOG = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const SIGNAL = { rssiDbm: -99, snrDb: 7 };

/** An emulated modem with a cable that can be pulled. */
class Plugged implements AsyncDisposable {
  readonly onAir: Uint8Array[] = [];
  readonly modem: ModemEmulator;
  readonly #link: string;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #terminal: PseudoTerminal | undefined;

  constructor(link: string, createModem: (ports: EmulatorPorts) => ModemEmulator) {
    this.#link = link;
    this.modem = createModem({
      write: (bytes) => void this.#terminal?.write(bytes).catch(() => {}),
      onTransmit: (frame) => this.onAir.push(frame),
      after: (delayMs, run) => {
        const timer = setTimeout(() => (this.#timers.delete(timer), run()), delayMs);
        this.#timers.add(timer);
      },
    });
  }

  plugIn(): void {
    this.#terminal = new PseudoTerminal({ link: this.#link });
    this.#terminal.onData((bytes) => this.modem.receive(bytes));
  }

  async pull(): Promise<void> {
    await this.#terminal?.close();
    this.#terminal = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.pull();
  }
}

const createRak3172 = () => RAK3172.createProtocol(RAK3172.radio);

interface Heard {
  readonly frames: Reception[];
  readonly changes: string[];
}

function sessionOn(
  path: string,
  createProtocol: () => ModemProtocol,
  heard: Heard,
  onFrame = (reception: Reception) => void heard.frames.push(reception),
): LoraSession {
  const binding = new LinuxBinding();
  return new LoraSession({
    name: "lora-1",
    location: { path, find: () => Promise.resolve({ path, baud: 115_200, createProtocol }) },
    openPort: (path, baudRate) => openSerialPort({ path, baudRate, binding }),
    airtime: new AirtimeWatch("lora-1", UNLIMITED_AIRTIME, () => {}),
    clock: new RunningClock(),
    log: SILENT_LOG,
    onFrame,
    onLost: () => heard.changes.push("lost"),
    onRecovered: () => heard.changes.push("recovered"),
  });
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!isSo()) {
    assert.ok(performance.now() < giveUpAt, `waited for: ${what}`);
    await delay(5);
  }
}

for (const { name, createProtocol, createModem, payload, radio } of MAKES) {
  Deno.test(`${name}: hears, answers, is unplugged, comes back and hears again`, async () => {
    const directory = await mkdtemp("/tmp/vigil-modem-");
    const path = `${directory}/modem`;
    const heard: Heard = { frames: [], changes: [] };
    {
      await using plugged = new Plugged(path, createModem);
      plugged.plugIn();
      await using session = sessionOn(path, () => createProtocol(radio), heard);
      session.start();
      await until("configured", () => session.status.state === "ready");
      plugged.modem.hear(UPLINK, SIGNAL);
      await until("a frame", () => heard.frames.length === 1);
      const [reception] = heard.frames;
      assert.equal(reception?.modem, "lora-1");
      assert.deepEqual(reception?.payload, payload(UPLINK));
      assert.equal(reception?.rssiDbm, -99);

      session.answer(ANSWER, "critical");
      await until("an answer on the air", () => plugged.onAir.length === 1);
      assert.deepEqual(plugged.onAir[0], ANSWER);
      await until("its end", () => session.status.counts.sent === 1);

      session.answer(ANSWER, "critical");
      await plugged.pull();
      await until("lost", () => session.status.state === "lost");
      plugged.plugIn();
      await until("ready again", () => session.status.state === "ready");
      assert.deepEqual(heard.changes, ["lost", "recovered"]);
      await until("the answer that was cut off", () => session.status.counts.sent === 2);
      // Some are deaf after a transmission until they are told to receive again.
      await until("it listens", () => plugged.modem.hear(UPLINK, SIGNAL));
      await until("a frame after that", () => heard.frames.length === 2);
    }
    await rm(directory, { recursive: true });
  });
}

Deno.test("a modem whose port cannot be opened is reported as lost once", async () => {
  const heard: Heard = { frames: [], changes: [] };
  {
    await using session = sessionOn("/tmp/vigil-no-such-port", createRak3172, heard);
    session.start();
    await until("lost", () => session.status.state === "lost");
    assert.match(session.status.reason ?? "", /vigil-no-such-port/);
    await delay(150);
  }
  assert.deepEqual(heard.changes, ["lost"]);
});

Deno.test("a frame whose handling fails does not end the session", async () => {
  const directory = await mkdtemp("/tmp/vigil-modem-");
  const heard: Heard = { frames: [], changes: [] };
  {
    await using plugged = new Plugged(`${directory}/modem`, RAK3172.createModem);
    plugged.plugIn();
    await using session = sessionOn(`${directory}/modem`, createRak3172, heard, () => {
      throw new Error("the handler is broken");
    });
    session.start();
    await until("configured", () => session.status.state === "ready");
    plugged.modem.hear(UPLINK, SIGNAL);
    plugged.modem.hear(UPLINK, SIGNAL);
    await until("both", () => session.status.counts.frames === 2);
    assert.equal(session.status.state, "ready");
  }
  await rm(directory, { recursive: true });
});
