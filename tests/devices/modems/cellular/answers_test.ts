/** What other people's modems said, as their drivers recorded it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { meaningOf } from "../../../../devices/modems/cellular/at_error.ts";
import {
  readClock,
  readPinState,
  readRegistration,
  readSignalDbm,
} from "../../../../devices/modems/cellular/network_answers.ts";
import { type CellularLine, CellularReader } from "../../../../devices/modems/cellular/reader.ts";
import {
  isTextModeHeader,
  readPduHeader,
  readStorages,
  readStorageUse,
} from "../../../../devices/modems/cellular/storage_answers.ts";
import { latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";

interface Transcript {
  readonly id: string;
  readonly kind: string;
  readonly raw: string;
  readonly expect?: unknown;
}

const FILE = new URL("../../../vectors/at-transcripts.json", import.meta.url);
const TRANSCRIPTS = JSON.parse(readFileSync(FILE, "utf8")) as Transcript[];

function ofKind(kind: string): Transcript[] {
  const found = TRANSCRIPTS.filter((it) => it.kind === kind);
  assert.ok(found.length > 0, kind);
  return found;
}

function linesOf(raw: string): CellularLine[] {
  return new CellularReader().feed(latin1Bytes(raw));
}

function textsOf(raw: string): string[] {
  return linesOf(`${raw}\r\n`).filter((line) => line.kind === "info").map(({ text }) => text);
}

/** How telephone calls end: nothing is dialled here, so they end no command of ours. */
const ENDS_OF_CALLS = /NO CARRIER|BUSY|NO ANSWER|NO DIALTONE/;

Deno.test("an answer ends at the final results of all recorded modems, and at nothing else", () => {
  for (const { id, raw, expect } of ofKind("final-result")) {
    const { complete, error } = ENDS_OF_CALLS.test(raw)
      ? { complete: false, error: false }
      : expect as { complete: boolean; error: boolean };
    const final = linesOf(raw).find((line) => line.kind === "final");
    assert.equal(final !== undefined, complete, id);
    if (final !== undefined) assert.equal(final.ok, !error, id);
  }
});

const STATES: Readonly<Record<string, string>> = {
  home: "registered",
  roaming: "registered",
  roaming_csfb_not_preferred: "registered",
  searching: "searching",
  denied: "denied",
  attached_rlos: "emergency-only",
};

Deno.test("registrations of all domains are read, asked for or not", () => {
  for (const { id, raw, expect } of ofKind("registration")) {
    const [first = ""] = textsOf(raw);
    assert.equal(readRegistration(first), STATES[(expect as { state: string }).state], id);
  }
});

Deno.test("registrations of broken answers are read as far as they go", () => {
  const read = ofKind("gammu-at-creg").concat(ofKind("gammu-at-creg-corner"))
    .map(({ id, raw }) => [id, textsOf(raw).map(readRegistration).find((it) => it)]);
  assert.deepEqual(read, [
    ["at-125", undefined],
    ["at-127", "idle"],
    ["at-129", "registered"],
    ["at-130", "registered"],
    ["at-131", "registered"],
    ["at-133", "registered"],
  ]);
});

Deno.test("storages are read from lists with and without brackets, and from empty ones", () => {
  assert.deepEqual(
    ofKind("cpms-list").map(({ raw }) => readStorages(raw)),
    [["ME"], ["ME", "MT"], ["ME", "MT"], []],
  );
  assert.deepEqual(
    ofKind("cpms-current").map(({ raw }) => readStorageUse(raw)),
    [{ used: 100, total: 100 }, { used: 100, total: 100 }, { used: 0, total: 100 }],
  );
  assert.deepEqual(readStorageUse("+CPMS: 3,10,0,23,0,23"), { used: 3, total: 10 });
});

Deno.test("the state of a SIM is read in the modem's words", () => {
  assert.deepEqual(ofKind("cpin").map(({ raw }) => readPinState(raw)), ["SIM PIN", "PH-NET PIN"]);
});

Deno.test("a PDU belongs to the line before it, whether or not that has a name in it", () => {
  const read = [...ofKind("cmgr"), ...ofKind("cmgl")].map(({ raw }) => {
    const [line] = linesOf(`${raw}\r\nOK\r\n`);
    assert.ok(line?.kind === "pdu");
    return { ...readPduHeader(line.header), digits: line.pdu.length };
  });
  assert.deepEqual(read, [
    { status: 0, announcedBytes: 50, digits: 116 },
    { index: 17, status: 3, announcedBytes: 35, digits: 89 },
  ]);
});

Deno.test("an unsolicited line may come between an announcement and its PDU", () => {
  const lines = linesOf("+CMGL: 3,0,,28\r\n+CREG: 5\r\n\r\n07812374\r\n+CMGL: 4,1,,28\r\nOK\r\n");
  assert.deepEqual(lines, [
    { kind: "info", text: "+CREG: 5" },
    { kind: "pdu", header: "+CMGL: 3,0,,28", pdu: "07812374" },
    { kind: "final", ok: true },
  ]);
});

Deno.test("what stands in the place of a PDU is one, whatever it looks like", () => {
  const [letters] = linesOf("+CMGL: 3,1,,28\r\nHelp me\r\nOK\r\n");
  assert.deepEqual(letters, { kind: "pdu", header: "+CMGL: 3,1,,28", pdu: "Help me" });
  const lines = linesOf("+CMGR: 1,,28\r\n+nothing\r\n\r\nOK\r\n");
  assert.deepEqual(lines, [
    { kind: "info", text: "+nothing" },
    { kind: "pdu", header: "+CMGR: 1,,28", pdu: "+nothing" },
    { kind: "final", ok: true },
  ]);
});

Deno.test("a call that rings between an announcement and its PDU is noise", () => {
  const lines = linesOf("+CMGR: 1,,28\r\nRING\r\nNO CARRIER\r\n07812374\r\nOK\r\n");
  assert.deepEqual(lines.filter(({ kind }) => kind !== "call"), [
    { kind: "pdu", header: "+CMGR: 1,,28", pdu: "07812374" },
    { kind: "final", ok: true },
  ]);
});

Deno.test("text mode is seen by the status in quotes, and by what a PDU does not come with", () => {
  for (
    const header of [
      '+CMGL: 1,"REC UNREAD","+32470123456",,"26/11/29,18:00:00+04"',
      '+CMGR: "REC READ","+32470123456",,"26/11/29,18:00:00+04"',
      '+CMT: "+32470123456",,"26/11/29,18:00:00+04"',
    ]
  ) assert.equal(isTextModeHeader(header), true, header);
  for (
    const header of [
      "+CMGL: 1,0,,28",
      '+CMGL: 1,0,"Name",28',
      "+CMGR: 0,,28",
      '+CMGR: 0,"",50',
      "+CMT: ,28",
      '+CMT: "Name",28',
      "+CDS: 28",
    ]
  ) assert.equal(isTextModeHeader(header), false, header);
});

Deno.test("a hint behind the prompt for a message hides neither", () => {
  assert.deepEqual(linesOf('\r\n> +CMTI: "ME",3\r\n'), [
    { kind: "prompt" },
    { kind: "info", text: '+CMTI: "ME",3' },
  ]);
  assert.equal(linesOf('\r\n> \r\n+CMTI: "ME",3\r\n')[0]?.kind, "prompt");
});

Deno.test("the prompt for a message is seen though no line ends there, in chunks of any size", () => {
  const reader = new CellularReader();
  const lines = [..."\r\n> "].flatMap((it) => reader.feed(latin1Bytes(it)));
  assert.equal(lines.filter((line) => line.kind === "prompt").length >= 1, true);
  assert.deepEqual(linesOf("\0\0OK\r\r\n"), [{ kind: "final", ok: true }]);
});

Deno.test("a clock that was never set gives no time, and zones are subtracted", () => {
  const at = Date.UTC(2026, 10, 24, 16, 30, 5);
  assert.equal(readClock('+CCLK: "26/11/24,17:30:05+04"'), at);
  assert.equal(readClock('+CCLK: "26/11/24,12:30:05-16"'), at);
  assert.equal(readClock('+CCLK: "26/11/24,16:30:05"'), at);
  assert.equal(readClock('+QLTS: "2026/11/24,16:30:05+04,0"', true), at);
  assert.equal(readClock('+CCLK: "80/01/06,00:00:00+00"'), undefined);
  assert.equal(readClock('+CCLK: "04/01/01,00:12:11+00"'), undefined);
  assert.equal(readClock("+CCLK: nonsense"), undefined);
});

Deno.test("the strength of a signal is in dBm, and 99 is none", () => {
  assert.equal(readSignalDbm("+CSQ: 0,99"), -113);
  assert.equal(readSignalDbm("+CSQ: 17,0"), -79);
  assert.equal(readSignalDbm("+CSQ: 99,99"), undefined);
});

Deno.test("errors with handling of their own mean what their tables say", () => {
  const file = new URL("../../../vectors/at-errors.json", import.meta.url);
  const { cms, cme } = JSON.parse(readFileSync(file, "utf8")) as Record<
    "cms" | "cme",
    { code: number; text: string }[]
  >;
  const codes = (kind: "cms" | "cme", table: typeof cms, meaning: string) =>
    table.filter(({ code }) => meaningOf(`+${kind.toUpperCase()} ERROR: ${code}`) === meaning)
      .map(({ text }) => text.toLowerCase());
  assert.deepEqual(codes("cms", cms, "full"), ["sim sms storage full", "memory full"]);
  assert.deepEqual(codes("cms", cms, "no-message"), ["invalid memory index"]);
  assert.ok(codes("cms", cms, "no-network").includes("no network service"));
  assert.ok(codes("cme", cme, "no-sim").includes("sim not inserted"));
  assert.ok(codes("cme", cme, "starting").includes("sim busy"));
  assert.ok(codes("cme", cme, "full").includes("memory full"));
  assert.equal(meaningOf("+CMS ERROR: Memory full"), "full");
});
