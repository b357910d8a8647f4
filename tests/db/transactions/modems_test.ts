import assert from "node:assert/strict";
import type { ModemChange, ModemRecord } from "../../../db/store.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const MODEM: ModemRecord = {
  name: "lora-1",
  port: "/dev/ttyUSB0",
  place: "/dev/serial/by-path/usb-1",
  kind: "rak3172",
  model: "rak3172",
  firmware: "RUI_4.1.0",
  serial: "A1",
  sim: undefined,
  seenAtUnixMs: 1_700_000_000_000,
};

const CHANGE: ModemChange = {
  atUnixMs: 1_700_000_000_000,
  by: program("technician-1"),
  modem: "lora-1",
  port: "/dev/ttyUSB0",
  kind: "rak3172",
  serial: "A1",
  settings: "[]",
  done: true,
};

Deno.test("A modem is remembered as it was last found", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("keepModem", MODEM);
  store.writeNow("keepModem", { ...MODEM, serial: undefined, sim: "8932" });
  assert.deepEqual(store.read.modems.all(), [{ ...MODEM, serial: undefined, sim: "8932" }]);
});

Deno.test("Who set what on a modem is kept, newest first, a failed attempt too", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("keepModemChange", CHANGE);
  store.writeNow("keepModemChange", { ...CHANGE, modem: undefined });
  store.writeNow("keepModemChange", { ...CHANGE, done: false });
  const kept = { ...CHANGE, by: CHANGE.by.name };
  assert.deepEqual(store.read.modems.changes("lora-1", 10), [{ ...kept, done: false }, kept]);
  assert.deepEqual(store.read.modems.changes("lora-1", 1), [{ ...kept, done: false }]);
});
