/** A conversation with an emulated modem that has the habits of many. */
import assert from "node:assert/strict";
import { decodeTpdu } from "../../../../devices/codecs/sms/decode.ts";
import { encodeSubmit } from "../../../../devices/codecs/sms/encode.ts";
import type { StoredPdu } from "../../../../devices/modems/cellular/effects.ts";
import { HOLD_MS } from "../../../../devices/modems/cellular/listed_messages.ts";
import { Schedule, SWEEP_EVERY_MS } from "../../../../devices/modems/cellular/schedule.ts";
import { latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import {
  CELLULAR_MODELS,
  CELLULAR_TRAPS,
  type CellularModelName,
} from "../../../../gateway/simulator/cellular_models.ts";
import { PlayedModem, SETTINGS } from "./played_modem.ts";

const HELP = { sender: "+32470123456", content: { text: "ALARM 0042" } };
const OTHER = { sender: "+32470999999", content: { text: "another one" } };

function submitOne(played: PlayedModem, id: number, text = "hello"): void {
  const parts = encodeSubmit({
    to: "+32470123456",
    content: { text },
    wantsReport: true,
    partReference: 1,
  });
  assert.ok(parts.ok);
  const { pduHex, sizeBytes } = parts.value[0]!;
  played.do((now) => played.protocol.submit(id, pduHex, sizeBytes, now));
}

function foundPdus(played: PlayedModem): string[] {
  const received = played.all("found").filter(({ entry }) => entry.isReceived);
  return [...new Set(received.map(({ entry }) => entry.pdu))];
}

/** When the service centre had it, in milliseconds since the emulated network began. */
function sentAt(pdu: string): number {
  const read = decodeTpdu(pdu);
  assert.ok(read.ok && read.value.kind === "deliver");
  return (read.value.sentAt?.unixMs ?? NaN) - Date.UTC(2026, 10, 24, 12);
}

/** Each message once, though it is found by every look. */
function foundEntries(played: PlayedModem): StoredPdu[] {
  const entries = played.all("found").map(({ entry }) => entry).filter((it) => it.isReceived);
  return entries.filter(({ index, storage }, at) =>
    entries.findIndex((it) => it.index === index && it.storage === storage) === at
  );
}

for (const model of Object.keys(CELLULAR_MODELS) as CellularModelName[]) {
  Deno.test(`${model}: it is recognised, keeps messages, and hands none over`, () => {
    const played = new PlayedModem({ model }).open();
    assert.equal(played.protocol.isConfigured, true);
    const [configured] = played.all("configured");
    const { firmware, model: name, serial, sim } = configured!.identity;
    assert.ok(name?.includes(CELLULAR_MODELS[model].model));
    assert.ok(CELLULAR_MODELS[model].firmware.endsWith(firmware!));
    assert.deepEqual([serial, sim], ["861107000000001", "89320420000000000001"]);
    assert.ok(played.modem.commands.includes("AT+CMGF=0"));
    assert.ok(played.modem.commands.includes("AT+CNMI=2,1,0,0,0"));
    assert.deepEqual(played.all("time").map(({ unixMs }) => unixMs), [
      Date.UTC(2026, 10, 24, 12),
    ]);
  });
}

for (const trap of CELLULAR_TRAPS) {
  Deno.test(`with "${trap}", a message is found, erased, and the next one found too`, () => {
    const played = new PlayedModem({ traps: [trap] });
    played.modem.deliver(OTHER);
    played.open();
    played.modem.deliver(HELP);
    played.run(SWEEP_EVERY_MS + 5_000);
    assert.equal(played.protocol.isConfigured, true);
    assert.equal(foundPdus(played).length, 2);
    for (const entry of foundEntries(played)) played.do((now) => played.protocol.erase(entry, now));
    played.run(10_000);
    assert.deepEqual(played.all("erase-done").map(({ outcome }) => outcome), ["erased", "erased"]);
    submitOne(played, 7);
    played.run(10_000);
    assert.deepEqual(played.all("submitted"), [{ do: "submitted", id: 7, reference: 1 }]);
  });
}

Deno.test("a hint has messages read at once, and without one they are read in time", () => {
  const played = new PlayedModem().open();
  played.modem.deliver(HELP);
  played.run(1_000);
  assert.equal(foundPdus(played).length, 1);
  played.modem.traps.add("no-hints");
  played.modem.deliver(OTHER);
  played.run(SWEEP_EVERY_MS + 1_000);
  assert.equal(foundPdus(played).length, 2);
});

Deno.test("a message in a place that became free is delivered after older ones in higher places", () => {
  const played = new PlayedModem({ traps: ["no-hints"] }).open();
  const { ME } = played.modem.messages.storages;
  for (const message of [HELP, OTHER]) played.modem.deliver(message);
  ME.erase(1);
  played.modem.deliver(HELP);
  assert.deepEqual(ME.entries().map(([index]) => index), [1, 2]);
  played.run(SWEEP_EVERY_MS);
  const found = foundEntries(played).map(({ index, pdu }) => [index, sentAt(pdu)]);
  assert.deepEqual(found, [[2, 1_000], [1, 2_000]]);
});

Deno.test("a listing that takes long delivers within a second what it has read by then", () => {
  const played = new PlayedModem({ traps: ["no-hints", "list-fails"] }).open();
  for (let count = 0; count < 10; count++) played.modem.deliver(HELP);
  played.modem.faults.answerDelayMs = 300;
  const readsOf = (index: number) => played.modem.commands.includes(`AT+CMGR=${index}`);
  while (!readsOf(1)) played.run(50);
  played.run(HOLD_MS + 500);
  assert.ok(foundPdus(played).length > 0);
  assert.equal(readsOf(10), false);
});

Deno.test("messages in the storage that is not the main one are read, and erased there", () => {
  const played = new PlayedModem().open();
  played.modem.messages.storages.SM.add(
    "07812374151616F6100B912374103254F60111621132819384040A416650DA04C1603419",
  );
  played.run(SWEEP_EVERY_MS + 1_000);
  const [found] = played.all("found");
  assert.equal(found?.entry.storage, "SM");
  played.do((now) => played.protocol.erase(found!.entry, now));
  played.run(2_000);
  assert.equal(played.modem.messages.storages.SM.used, 0);
});

Deno.test("another message that took the place of the one to erase is not erased", () => {
  const played = new PlayedModem().open();
  played.modem.deliver(HELP);
  played.run(1_000);
  const [found] = played.all("found");
  played.modem.messages.storages.ME.erase(1);
  played.modem.deliver(OTHER);
  played.do((now) => played.protocol.erase(found!.entry, now));
  played.run(5_000);
  assert.deepEqual(played.all("erase-done").map(({ outcome }) => outcome), ["changed"]);
  assert.equal(played.modem.messages.storages.ME.used, 1);
  assert.equal(played.modem.commands.some((it) => it.startsWith("AT+CMGD")), false);
});

Deno.test("nothing is ever erased but one message by its index", () => {
  const played = new PlayedModem().open();
  for (let count = 0; count < 30; count++) played.modem.deliver(HELP);
  played.run(5_000);
  for (const entry of foundEntries(played)) played.do((now) => played.protocol.erase(entry, now));
  played.run(60_000);
  const erasing = played.modem.commands.filter((it) => it.startsWith("AT+CMGD"));
  assert.equal(erasing.length, 23);
  assert.ok(erasing.every((it) => /^AT\+CMGD=\d+$/.test(it)));
  assert.equal(played.modem.messages.storages.ME.used, 0);
});

Deno.test("an answer that comes after its time is given to no command", () => {
  const played = new PlayedModem().open();
  played.modem.deliver(HELP);
  played.modem.faults.answerDelayMs = 6_000;
  played.run(200_000);
  played.modem.faults.answerDelayMs = 0;
  played.run(60_000);
  assert.equal(played.protocol.isConfigured, true);
  assert.equal(foundPdus(played).length, 1);
  assert.ok(played.all("report").some(({ reason }) => reason === "timeout"));
});

Deno.test("a modem that restarts is set up again, and its messages are read again", () => {
  const played = new PlayedModem().open();
  played.modem.restart(false);
  played.modem.traps.add("no-hints");
  played.modem.deliver(HELP);
  played.run(15_000);
  const reasons = played.all("report").map(({ reason }) => reason).filter((it) => it !== "call");
  assert.deepEqual(reasons, ["reset"]);
  assert.equal(played.all("configured").length, 2);
  assert.equal(foundPdus(played).length, 1);
  assert.equal(played.modem.commands.filter((it) => it === "AT+CNMI=2,1,0,0,0").length >= 2, true);
});

Deno.test("a message on its way when the modem restarts is reported as not sent", () => {
  const played = new PlayedModem().open();
  played.modem.faults.ignore = ["AT+CMGS"];
  submitOne(played, 3);
  played.modem.restart(false);
  played.run(1_000);
  assert.deepEqual(played.all("unsubmitted"), [{ do: "unsubmitted", id: 3, why: "reset" }]);
});

Deno.test("a modem that asks for no PDU is led out of it, and the message is reported as not sent", () => {
  const played = new PlayedModem().open();
  played.modem.faults.ignore = ["AT+CMGS"];
  submitOne(played, 3);
  played.run(20_000);
  assert.deepEqual(played.all("unsubmitted"), [{ do: "unsubmitted", id: 3, why: "timeout" }]);
  played.modem.faults.ignore = [];
  submitOne(played, 4);
  played.run(5_000);
  assert.equal(played.all("submitted").length, 1);
});

Deno.test("messages are looked for between those that are sent, even without a hint", () => {
  const played = new PlayedModem({ traps: ["no-hints"] }).open();
  played.modem.faults.ignore = ["AT+CMGS"];
  played.modem.deliver(HELP);
  const lastMs = played.now + 2 * SWEEP_EVERY_MS;
  for (let id = 1; played.now < lastMs; id++) {
    // As with a queue that is never empty, on a modem that sends none of it.
    if (played.protocol.canSubmit) submitOne(played, id);
    played.run(100);
  }
  assert.ok(played.all("unsubmitted").length >= 3);
  assert.equal(foundPdus(played).length, 1);
});

Deno.test("storages that are not ready at first are waited for, and hints asked for after that", () => {
  const played = new PlayedModem({ traps: ["late-storages"] }).open();
  assert.ok(played.modem.commands.includes('AT+CPMS="ME","ME","ME"'));
  played.modem.deliver(HELP);
  played.run(1_000);
  assert.equal(foundPdus(played).length, 1);
});

for (const trap of ["no-cmee", "no-storages"] as const) {
  Deno.test(`with "${trap}", messages are read one by one where the list is refused`, () => {
    const played = new PlayedModem({ traps: ["list-fails", trap] }).open();
    for (const message of [HELP, OTHER]) played.modem.deliver(message);
    played.run(SWEEP_EVERY_MS);
    assert.equal(foundPdus(played).length, 2);
  });
}

Deno.test("a refusal of the network is reported with its number", () => {
  const played = new PlayedModem().open();
  played.modem.faults.busyTimes = 1;
  submitOne(played, 3);
  played.run(5_000);
  const [refused] = played.all("unsubmitted");
  assert.deepEqual([refused?.why, refused?.code], ["refused", "+CMS ERROR: 332"]);
});

Deno.test("the report of a message that was sent is handed on as it came", () => {
  const played = new PlayedModem().open();
  assert.equal(played.protocol.hasReports, true);
  submitOne(played, 3);
  played.run(5_000);
  const [routed] = played.all("routed");
  const report = decodeTpdu(routed!.pdu, routed!.announcedBytes);
  assert.ok(report.ok && report.value.kind === "status-report");
  assert.deepEqual([report.value.reference, report.value.outcome], [1, "delivered"]);
});

Deno.test("a report that the modem keeps is found, and erased where it lies", () => {
  const played = new PlayedModem({ traps: ["stores-reports"] }).open();
  submitOne(played, 3);
  played.run(5_000);
  const [found] = played.all("found");
  assert.equal(found?.entry.storage, "SR");
  const report = decodeTpdu(found.entry.pdu, found.entry.announcedBytes);
  assert.ok(report.ok && report.value.kind === "status-report");
  played.do((now) => played.protocol.erase(found.entry, now));
  played.run(1_000);
  assert.equal(played.modem.messages.storages.SR.used, 0);
});

Deno.test("messages arrive in another storage where the chosen one is full of drafts, which stay", () => {
  const played = new PlayedModem({ traps: ["full-storage"] }).open();
  played.modem.deliver(HELP);
  played.run(1_000);
  const [found] = played.all("found").filter(({ entry }) => entry.isReceived);
  assert.equal(found?.entry.storage, "SM");
  assert.equal(played.modem.messages.storages.ME.used, 23);
});

Deno.test("without anybody who waits for reports the modem is not asked for them", () => {
  const played = new PlayedModem({}, { ...SETTINGS, wantsReports: false }).open();
  assert.deepEqual(
    played.modem.commands.filter((it) => it.startsWith("AT+CNMI")),
    ["AT+CNMI=2,1,0,0,0"],
  );
});

Deno.test("a modem without a network is lost after a minute, one that is refused at once", () => {
  const searching = new PlayedModem();
  searching.modem.network.registration = 2;
  searching.open();
  assert.deepEqual(searching.all("unconfigured"), []);
  searching.run(60_000);
  assert.match(searching.all("unconfigured")[0]!.text, /no network, it is searching/);
  searching.modem.network.registration = 5;
  searching.run(10_000);
  assert.equal(searching.protocol.isConfigured, true);
  const denied = new PlayedModem();
  denied.modem.network.registration = 3;
  denied.open();
  assert.match(denied.all("unconfigured")[0]!.text, /denied; check antenna, SIM/);
});

Deno.test("a modem that falls silent is reported as lost, and used again when it answers", () => {
  const played = new PlayedModem().open();
  played.modem.faults.silent = true;
  played.run(120_000);
  assert.match(played.all("unconfigured")[0]!.text, /it answers nothing/);
  played.modem.faults.silent = false;
  played.run(10_000);
  assert.equal(played.protocol.isConfigured, true);
});

for (let moment = 0; moment < 20; moment++) {
  Deno.test(`a modem that hangs ${moment} s after a listing is reported as one that does not answer, within 16 s`, () => {
    const played = new PlayedModem().open();
    played.run(moment * 1_000 + 100);
    const { now } = played;
    played.modem.faults.silent = true;
    while (played.all("unconfigured").length === 0 && played.now < now + 60_000) played.run(100);
    assert.deepEqual(played.all("unconfigured").map(({ why }) => why), ["no-answer"]);
    // Five seconds until it is asked, ten in which it may answer.
    assert.ok(played.now - now <= 16_000, `after ${played.now - now} ms`);
    assert.ok(played.now - now >= 10_000, `after ${played.now - now} ms`);
  });
}

Deno.test("why a modem cannot be used is reported in one word: network, SIM, or no answer", () => {
  const denied = new PlayedModem();
  denied.modem.network.registration = 3;
  assert.equal(denied.open().all("unconfigured")[0]?.why, "no-network");
  const locked = new PlayedModem({ pin: "4711" });
  locked.modem.sim.pinAttempts = 0;
  assert.equal(locked.open().all("unconfigured")[0]?.why, "sim");
});

Deno.test("a message that the modem does not ask for is taken back, and one that it has is not", () => {
  const played = new PlayedModem().open();
  const parts = encodeSubmit({
    to: "+32470123456",
    content: { text: "hello" },
    wantsReport: false,
    partReference: 1,
  });
  assert.ok(parts.ok);
  const { pduHex, sizeBytes } = parts.value[0]!;
  for (const ignored of ["AT+CMGS", "AT+CMGF"]) {
    played.modem.faults.ignore = [ignored];
    played.do((now) => played.protocol.submit(1, pduHex, sizeBytes, now));
    played.run(3_000);
    played.do((now) => played.protocol.withdraw(pduHex, now));
    assert.deepEqual(played.all("unsubmitted").at(-1), {
      do: "unsubmitted",
      id: 1,
      why: "timeout",
    });
    played.modem.faults.ignore = [];
    played.run(20_000);
  }
  assert.equal(played.modem.commands.includes(pduHex), false);
  played.modem.faults.answerDelayMs = 500;
  played.do((now) => played.protocol.submit(2, pduHex, sizeBytes, now));
  while (!played.modem.commands.includes(pduHex)) played.run(10);
  played.do((now) => played.protocol.withdraw(pduHex, now));
  played.run(3_000);
  assert.deepEqual(played.all("submitted").map(({ id }) => id), [2]);
});

Deno.test("a message that a modem hands over in spite of all is handed on, and it is set up again", () => {
  const played = new PlayedModem().open();
  const before = played.modem.commands.length;
  const pdu = "07812374151616F6100B912374103254F60111621132819384040A416650DA04C1603419";
  played.do((now) =>
    played.protocol.feed(new TextEncoder().encode(`\r\n+CMT: ,28\r\n${pdu}\r\n`), now)
  );
  assert.deepEqual(played.all("routed"), [{ do: "routed", pdu, announcedBytes: 28 }]);
  played.run(10_000);
  assert.ok(played.modem.commands.slice(before).includes("AT+CNMI=2,1,0,0,0"));
});

Deno.test("a storage that the modem calls full is reported", () => {
  const played = new PlayedModem().open();
  played.do((now) => played.protocol.feed(new TextEncoder().encode("\r\n^SMMEMFULL: SM\r\n"), now));
  assert.equal(played.all("storage-full").length, 1);
});

Deno.test("a PIN is asked for once in each attempt to set up, and entered as it is given", () => {
  const played = new PlayedModem({ pin: "4711" }).open();
  assert.deepEqual(played.all("pin-needed"), [{
    do: "pin-needed",
    request: { sim: "89320420000000000001", attemptsLeft: 3 },
  }]);
  played.do((now) => played.protocol.enterPin("4711", now));
  played.run(10_000);
  assert.deepEqual(played.all("pin-tried"), [{ do: "pin-tried", isRight: true }]);
  assert.equal(played.protocol.isConfigured, true);
});

Deno.test("a PIN that is wrong is reported as wrong; without one nothing is entered", () => {
  const wrong = new PlayedModem({ pin: "4711" }).open();
  wrong.do((now) => wrong.protocol.enterPin("0000", now));
  wrong.run(4_000);
  assert.deepEqual(wrong.all("pin-tried"), [{ do: "pin-tried", isRight: false }]);
  assert.equal(wrong.modem.sim.pinAttempts, 2);
  const withheld = new PlayedModem({ pin: "4711" }).open();
  withheld.do((now) => withheld.protocol.withholdPin(now));
  withheld.run(1_000);
  assert.match(withheld.all("unconfigured")[0]!.text, /the SIM asks for its PIN/);
  assert.equal(withheld.modem.commands.some((it) => it.startsWith("AT+CPIN=")), false);
});

Deno.test("a SIM that is exchanged while the modem runs is reported", () => {
  const played = new PlayedModem().open();
  played.modem.sim.number = "89320420000099999999";
  played.do((now) => played.protocol.feed(new TextEncoder().encode("\r\n+CPIN: READY\r\n"), now));
  played.run(10_000);
  assert.deepEqual(played.all("configured").map(({ identity }) => identity.sim), [
    "89320420000000000001",
    "89320420000099999999",
  ]);
});

Deno.test("a SIM that asks for its PUK is left alone", () => {
  const played = new PlayedModem({ pin: "4711" });
  played.modem.sim.pinAttempts = 0;
  played.open();
  assert.match(played.all("unconfigured")[0]!.text, /SIM PUK/);
  assert.equal(played.all("pin-needed").length, 0);
});

Deno.test("whatever comes over the cable, nothing throws and the modem is found again", () => {
  let seed = 7;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
  const played = new PlayedModem().open();
  const pieces = [
    "+CMTI:",
    "+CMGL: 1",
    "\r\n",
    "OK",
    "> ",
    "\0",
    ",",
    "+CREG: ",
    "7812",
    "RDY",
    "€",
  ];
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from(
      { length: 5 },
      () => pieces[Math.floor(random() * pieces.length)] ?? "",
    ).join("");
    played.do((now) => played.protocol.feed(new TextEncoder().encode(text), now as MonotonicMs));
    if (round % 50 === 0) played.run(500);
  }
  played.do((now) => played.protocol.feed(new TextEncoder().encode("\r\n"), now));
  played.run(120_000);
  assert.equal(played.protocol.isConfigured, true);
});

Deno.test("a modem that cannot be set up once more wakes for nothing before the next attempt", () => {
  const played = new PlayedModem().open();
  played.modem.faults.refuse = ["AT+CMGF"];
  played.modem.babble(latin1Bytes("\r\nSMS Ready\r\n"));
  played.run(120_000);
  assert.equal(played.all("unconfigured")[0]?.why, "not-configured");
  played.modem.faults.refuse = [];
  played.run(60_000);
  assert.equal(played.protocol.isConfigured, true);
});

Deno.test("a ping is due when it wakes the modem, whatever the fractions of the clock", () => {
  for (let ms = 0.001; ms < 60_000; ms += 97.064) {
    const schedule = new Schedule();
    schedule.wasSetUp(true, ms as MonotonicMs);
    schedule.takeSweep(ms as MonotonicMs);
    schedule.statusRead(true, ms as MonotonicMs);
    const { wakeAtMs } = schedule;
    assert.ok(wakeAtMs !== undefined && schedule.takePing(wakeAtMs), `${ms}`);
  }
});
