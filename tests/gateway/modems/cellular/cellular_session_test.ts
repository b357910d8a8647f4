/** A session, an emulated cellular modem and a real pseudo-terminal between them. */
import assert from "node:assert/strict";
import { CellularProtocol } from "../../../../devices/modems/cellular/protocol.ts";
import { CellularSession } from "../../../../gateway/modems/cellular/cellular_session.ts";
import { PinGuard } from "../../../../gateway/modems/cellular/pin_guard.ts";
import { LinuxBinding, openSerialPort } from "../../../../gateway/serial/mod.ts";
import type { CellularEmulator } from "../../../../gateway/simulator/emulate_cellular.ts";
import { SimulatedModem } from "../../../../gateway/simulator/simulated_modem.ts";
import { Timers } from "../../../../gateway/simulator/timers.ts";
import type { KeepOutcome, PrintedMessage } from "../../../../handlers/short_messages/inbox.ts";
import { ReplyForms } from "../../../../handlers/short_messages/reply_forms.ts";
import { KeptLog } from "../../../support/kept_log.ts";
import { RunningClock } from "../../../support/clocks.ts";
import { until } from "../../../support/until.ts";

const HELP = { sender: "+32470123456", content: { text: "ALARM 0042" } };
const OTHER = { sender: "+32470999999", content: { text: "another one" } };
const KEPT: KeepOutcome = { mayErase: true, isNew: true };

/** A session whose inbox does what a test says. */
class Listening implements AsyncDisposable {
  readonly timers = new Timers();
  readonly folder = Deno.makeTempDirSync({ prefix: "vigil-cellular-" });
  readonly plugged = new SimulatedModem("cellular", {
    timers: this.timers,
    onTransmit: () => {},
    cellular: { calledEveryMs: 700, ringsAnyway: true },
    link: `${this.folder}/port`,
  });
  readonly modem = this.plugged.emulator as CellularEmulator;
  readonly asked: PrintedMessage[] = [];
  readonly changes: string[] = [];
  keep = (): Promise<KeepOutcome> => Promise.resolve(KEPT);
  readonly session: CellularSession;

  /** @param configureWithinMs How long the modem may take to be configured. */
  constructor(configureWithinMs = 60_000) {
    this.session = this.#createSession(configureWithinMs);
  }

  #createSession(configureWithinMs: number): CellularSession {
    const path = `${this.folder}/port`;
    const createProtocol = () => new CellularProtocol({ storage: "ME", wantsReports: true });
    return new CellularSession({
      name: "sms-1",
      location: { path, find: () => Promise.resolve({ path, baud: 115_200, createProtocol }) },
      openPort: (path, baudRate) => openSerialPort({ path, baudRate, binding: new LinuxBinding() }),
      clock: new RunningClock(),
      log: new KeptLog(),
      inbox: {
        keep: (message) => {
          this.asked.push(message);
          return this.keep();
        },
      },
      forms: new ReplyForms(),
      guard: new PinGuard({
        notePath: `${this.folder}/sim.json`,
        pinFile: undefined,
        modem: "sms-1",
      }),
      configureWithinMs,
      onLost: (_text, why) => void this.changes.push(`lost ${why}`),
      onRecovered: () => void this.changes.push("recovered"),
      onTime: () => {},
      onStorage: () => {},
      onFull: () => {},
    });
  }

  async start(): Promise<void> {
    this.session.start();
    await until("the modem is ready", () => this.session.status.state === "ready");
  }

  get held(): number {
    return this.modem.messages.storages.ME.used;
  }

  get erasures(): string[] {
    return this.modem.commands.filter((it) => it.startsWith("AT+CMGD"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]();
    await this.plugged[Symbol.asyncDispose]();
    this.timers[Symbol.dispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("A message is erased when it is on the disk and not before, however long that takes", async () => {
  await using listening = new Listening();
  await listening.start();
  const disk = Promise.withResolvers<KeepOutcome>();
  listening.keep = () => disk.promise;
  listening.modem.deliver(HELP);
  await until("it is found", () => listening.asked.length === 1);
  listening.modem.deliver(OTHER);
  await until("the other is found", () => listening.asked.length === 2);
  assert.deepEqual(listening.erasures, []);
  disk.resolve(KEPT);
  await until("both are erased", () => listening.held === 0);
  assert.deepEqual(listening.erasures, ["AT+CMGD=1", "AT+CMGD=2"]);
});

Deno.test("A message that the disk did not take stays in the modem, and is found again", async () => {
  await using listening = new Listening();
  await listening.start();
  listening.keep = () => Promise.reject(new Error("the disk is full"));
  listening.modem.deliver(HELP);
  await until("it is found", () => listening.asked.length === 1);
  listening.session.recoveryActions.probe();
  await until("it is found again", () => listening.asked.length >= 2);
  assert.equal(listening.held, 1);
  listening.keep = () => Promise.resolve(KEPT);
  listening.session.recoveryActions.probe();
  await until("it is erased", () => listening.held === 0);
});

Deno.test("Another message that came into its place meanwhile is not erased unread", async () => {
  await using listening = new Listening();
  await listening.start();
  const disk = Promise.withResolvers<KeepOutcome>();
  listening.keep = () => disk.promise;
  listening.modem.deliver(HELP);
  await until("it is found", () => listening.asked.length === 1);
  listening.modem.messages.storages.ME.erase(1);
  const never = new Promise<KeepOutcome>(() => {});
  listening.keep = () => never;
  listening.modem.traps.add("no-hints");
  listening.modem.deliver(OTHER);
  disk.resolve(KEPT);
  await until("it is looked at", () => listening.modem.commands.includes("AT+CMGR=1"));
  const { length } = listening.modem.commands;
  listening.session.recoveryActions.probe();
  await until("all is looked through", () => listening.modem.commands.length > length + 5);
  assert.deepEqual(listening.erasures, []);
  assert.equal(listening.held, 1);
});

Deno.test("An answer that waits to be sent is not sent twice, however often it is asked for", async () => {
  await using listening = new Listening();
  await listening.start();
  const [first, second] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)];
  for (const frame of [first, first, second, first, second]) {
    listening.session.answer(frame, "critical", "+32470123456");
  }
  const counts = () => listening.session.status.counts;
  await until("both are sent", () => counts().sent >= 2 && listening.session.status.queued === 0);
  listening.session.answer(first, "critical", "+32470123456");
  await until("it is sent once more", () => counts().sent === 3);
  const submits = listening.modem.commands.filter((it) => it.startsWith("AT+CMGS"));
  assert.equal(submits.length, 3);
});

Deno.test("A modem that is unplugged is lost, and what it was sending is reported as not sent", async () => {
  await using listening = new Listening();
  await listening.start();
  listening.modem.faults.ignore = ["AT+CMGS"];
  const sent = listening.session.sender.send(
    "+32470123456",
    "hello",
    "critical",
    new AbortController().signal,
  );
  await until("it is being sent", () => listening.session.status.queued === 0);
  await listening.plugged[Symbol.asyncDispose]();
  assert.deepEqual(await sent, { result: "failed", reason: "the modem restarted" });
  await until("it is lost", () => listening.changes.includes("lost port"));
});

Deno.test("A modem that hangs gives a text back when another could send it, unsent", async () => {
  await using listening = new Listening();
  await listening.start();
  listening.modem.faults.silent = true;
  const outcome = await listening.session.sender.send(
    "+32470123456",
    "hello",
    "critical",
    new AbortController().signal,
    200,
  );
  assert.deepEqual(outcome, { result: "failed", reason: "no answer to it", isTaken: false });
  assert.equal(listening.session.status.state, "ready");
});

Deno.test("A modem that is slow to be configured and answers is not reported as lost", async () => {
  await using listening = new Listening(200);
  listening.modem.faults.answerDelayMs = 20;
  await listening.start();
  assert.deepEqual(listening.changes, []);
});
