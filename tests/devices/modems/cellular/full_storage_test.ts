/** A modem whose storage filled while the gateway was away: it is alive, and alarms come first. */
import assert from "node:assert/strict";
import { encodeSubmit } from "../../../../devices/codecs/sms/encode.ts";
import { PlayedModem } from "./played_modem.ts";

/** What an answer takes on a slow modem, in ms. */
const SLOW_MS = 150;
const SLOTS = 255;
/** How long an answer to an alarm, or a text to those on duty, may wait. */
const WITHIN_MS = 5_000;

/** A slow modem that is full, and whatever is found is to be erased at once. */
class FullModem {
  readonly played = new PlayedModem({ slots: SLOTS });
  #erased = 0;

  constructor(isReadOneByOne = false) {
    const { modem } = this.played;
    for (let count = 0; count < SLOTS; count++) {
      modem.deliver({ sender: "+32470123456", content: { text: `ALARM ${count}` } });
      modem.messages.storages.ME.add(lastOf(modem.messages.storages.SM));
      modem.messages.storages.SM.erase(1);
    }
    if (isReadOneByOne) modem.traps.add("list-fails");
    modem.faults.answerDelayMs = SLOW_MS;
    this.played.do((now) => this.played.protocol.start(now));
  }

  get held(): number {
    return this.played.modem.messages.storages.ME.used;
  }

  /** Lets time pass until something is so, and gives how long that took. */
  until(isSo: () => boolean, limitMs = 300_000): number {
    const since = this.played.now;
    while (!isSo() && this.played.now - since < limitMs) this.#step();
    assert.ok(isSo(), `not within ${limitMs} ms`);
    return this.played.now - since;
  }

  submit(id: number): void {
    const parts = encodeSubmit({
      to: "+32470111222",
      content: { text: `text ${id}` },
      wantsReport: true,
      partReference: 1,
    });
    assert.ok(parts.ok);
    const { pduHex, sizeBytes } = parts.value[0]!;
    this.played.do((now) => this.played.protocol.submit(id, pduHex, sizeBytes, now));
  }

  #step(): void {
    const { played } = this;
    played.run(50);
    for (const { entry } of played.all("found").slice(this.#erased)) {
      this.#erased++;
      played.do((now) => played.protocol.erase(entry, now));
    }
  }
}

function lastOf(store: { get(index: number): { readonly pdu: string } | undefined }): string {
  const slot = store.get(1);
  assert.ok(slot);
  return slot.pdu;
}

for (const isReadOneByOne of [false, true]) {
  const how = isReadOneByOne ? "read one by one" : "listed";
  Deno.test(`a full modem, ${how}, is configured before its messages are erased, and sends between two`, () => {
    const full = new FullModem(isReadOneByOne);
    const { played } = full;
    const { protocol } = played;
    full.until(() => protocol.isConfigured, 30_000);
    assert.ok(full.held > SLOTS - 10, `${full.held} are held`);
    let id = 0;
    while (full.held > 0) {
      full.until(() => protocol.canSubmit);
      full.submit(++id);
      const waited = full.until(() => played.all("submitted").length === id);
      assert.ok(waited <= WITHIN_MS, `text ${id} waited ${waited} ms`);
      played.run(1_000);
    }
    assert.ok(id > 10);
    assert.deepEqual(played.all("unconfigured"), []);
    assert.ok(played.all("erase-done").every(({ outcome }) => outcome !== "failed"));
  });
}
