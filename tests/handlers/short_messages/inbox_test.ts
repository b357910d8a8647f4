/** From what a modem printed to what it means, with a real store between. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { DirectStore } from "../../../db/store.ts";
import type { SmsStatusReport } from "../../../devices/codecs/sms/tpdu.ts";
import type { UnixMs } from "../../../devices/time.ts";
import {
  announcedBytes,
  deliverPdus,
  statusReportPdu,
} from "../../../gateway/simulator/deliver_pdu.ts";
import type { ReceivedMessage } from "../../../handlers/short_messages/messages.ts";
import { Inbox } from "../../../handlers/short_messages/inbox.ts";
import { ReplyForms } from "../../../handlers/short_messages/reply_forms.ts";
import { KeptLog } from "../../support/kept_log.ts";
import { RunningClock } from "../../support/clocks.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { until } from "../../support/until.ts";

const SENT_AT = Date.UTC(2026, 10, 24, 12) as UnixMs;
/** A draft that somebody wrote on the SIM. */
const SUBMIT = "0011000B914821030000F10000AA0AE8329BFD4697D9EC37";

function pdusOf(text: string, sentAt = SENT_AT): string[] {
  return deliverPdus({ sender: "+32470123456", content: { text }, sentAt, partReference: 7 });
}

/** An inbox on a real store, and an intake that a test can make fail. */
class Taking implements AsyncDisposable {
  readonly folder = new TemporaryStore();
  readonly store: DirectStore = this.folder.direct();
  readonly taken: ReceivedMessage[] = [];
  readonly reports: SmsStatusReport[] = [];
  readonly forms = new ReplyForms();
  inbox = this.start();
  failures = 0;

  start(): Inbox {
    return new Inbox({
      store: this.store,
      intake: { take: (message) => this.#take(message) },
      forms: this.forms,
      clock: new RunningClock(),
      log: new KeptLog(),
      retryMs: 20,
      onReport: (_, report) => void this.reports.push(report),
    });
  }

  /** As when a modem lists a message. */
  keep(pdu: string, place = "ME/1", announced = announcedBytes(pdu)) {
    return this.inbox.keep({ modem: "sms-1", pdu, announcedBytes: announced, place });
  }

  get texts(): (string | undefined)[] {
    return this.taken.map(({ message }) => message.text);
  }

  /** Waits until everything kept is done. */
  done(): Promise<void> {
    return until("all is done", () => this.store.read.inbox.waiting().length === 0);
  }

  #take(message: ReceivedMessage): Promise<void> {
    if (this.failures-- > 0) return Promise.reject(new Error("the disk is gone"));
    this.taken.push(message);
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inbox[Symbol.asyncDispose]();
    this.store[Symbol.dispose]();
    this.folder[Symbol.dispose]();
  }
}

Deno.test("A message is kept before it may be erased, and is one however often it is read", async () => {
  await using taking = new Taking();
  const [pdu = ""] = pdusOf("ALARM 0042");
  assert.deepEqual(await taking.keep(pdu), { mayErase: true, isNew: true });
  assert.deepEqual(await taking.keep(pdu), { mayErase: true, isNew: false });
  await taking.done();
  assert.deepEqual(taking.texts, ["ALARM 0042"]);
  const { message, modem } = taking.taken[0]!;
  assert.deepEqual([modem, message.sender, message.sentAtUnixMs], [
    "sms-1",
    "+32470123456",
    SENT_AT,
  ]);
});

Deno.test("What was kept and not brought to its end is taken up at the next start", async () => {
  await using taking = new Taking();
  taking.failures = Infinity;
  await taking.keep(pdusOf("ALARM 0042")[0]!);
  await taking.inbox[Symbol.asyncDispose]();
  assert.equal(taking.store.read.inbox.waiting().length, 1);

  taking.failures = 0;
  taking.inbox = taking.start();
  taking.inbox.resume();
  await taking.done();
  assert.deepEqual(taking.texts, ["ALARM 0042"]);
});

Deno.test("A message that was committed without an answer is taken up when the modem shows it again", async () => {
  await using taking = new Taking();
  const [pdu = ""] = pdusOf("ALARM 0042");
  // As when the disk took the commit and failed before it said so: the unit runs once more.
  taking.store.writeNow("keepMessage", {
    digest: createHash("sha256").update(pdu).digest(),
    modem: "sms-1",
    pdu,
    place: "ME/1",
    receivedUnixMs: SENT_AT,
    bootId: "boot",
    uptimeMs: 5,
  });
  assert.deepEqual(await taking.keep(pdu), { mayErase: true, isNew: true });
  await taking.done();
  assert.deepEqual(await taking.keep(pdu), { mayErase: true, isNew: false });
  assert.deepEqual(taking.texts, ["ALARM 0042"]);
});

Deno.test("What could not be stored is tried again, and nothing is done before it is", async () => {
  await using taking = new Taking();
  taking.failures = 2;
  await taking.keep(pdusOf("ALARM 0042")[0]!);
  assert.equal(taking.store.read.inbox.waiting().length, 1);
  await taking.done();
  assert.deepEqual(taking.texts, ["ALARM 0042"]);
});

Deno.test("Parts are put together in any order, over a restart between them, too", async () => {
  await using taking = new Taking();
  const text = "a long alarm ".repeat(30).trim();
  const [first = "", ...rest] = pdusOf(text);
  assert.ok(rest.length >= 2);
  for (const pdu of rest.reverse()) assert.equal((await taking.keep(pdu)).mayErase, true);
  await taking.inbox[Symbol.asyncDispose]();
  taking.inbox = taking.start();
  taking.inbox.resume();
  await taking.keep(first);
  await taking.done();
  assert.deepEqual(taking.texts, [text]);
});

Deno.test("A PDU that cannot be read is kept with its reason, and may be erased", async () => {
  await using taking = new Taking();
  for (const pdu of ["00040B91", "no hex", "0"]) {
    assert.equal((await taking.inbox.keep({ modem: "sms-1", pdu, place: "ME/1" })).mayErase, true);
  }
  await taking.done();
  assert.deepEqual(taking.taken, []);
  const rejected = taking.store.read.frames.rejectedFor("pdu", 0, 10);
  assert.deepEqual(rejected.map(({ payload }) => new TextDecoder().decode(payload)), [
    "00040B91",
    "no hex",
    "0",
  ]);
});

Deno.test("A message whose length the modem gives wrong can still be read", async () => {
  await using taking = new Taking();
  await taking.keep(pdusOf("ALARM 0042")[0]!, "ME/1", 3);
  await taking.done();
  assert.deepEqual(taking.texts, ["ALARM 0042"]);
});

Deno.test("A draft stays where it is, and a report is passed on and kept nowhere", async () => {
  await using taking = new Taking();
  assert.deepEqual(await taking.keep(SUBMIT), { mayErase: false, isNew: false });
  const report = statusReportPdu({ reference: 9, recipient: "+32470", at: SENT_AT, status: 0 });
  assert.deepEqual(await taking.keep(report), { mayErase: true, isNew: false });
  assert.deepEqual(taking.reports.map(({ reference, outcome }) => [reference, outcome]), [
    [9, "delivered"],
  ]);
  assert.deepEqual(taking.store.read.inbox.waiting(), []);
});

Deno.test("An answer goes back in the form of the message: as text, or as data to its port", () => {
  const forms = new ReplyForms();
  const frame = Uint8Array.of(1, 2, 3);
  forms.heard({ sender: "+321", text: "VF1:AQID", isComplete: true });
  forms.heard({ sender: "+322", data: frame, port: 2948, isComplete: true });
  assert.deepEqual(forms.contentFor("+321", frame), { text: "VF1:AQID" });
  assert.deepEqual(forms.contentFor("+322", frame), { data: frame, port: 2948 });
  assert.deepEqual(forms.contentFor("+323", frame), { data: frame });
});
