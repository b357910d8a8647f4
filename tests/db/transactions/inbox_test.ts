import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { KeptMessage } from "../../../db/transactions/inbox.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

function messageOf(pdu: string, place = "ME/1"): KeptMessage {
  return {
    digest: createHash("sha256").update(pdu).digest(),
    modem: "sms-1",
    pdu,
    announcedBytes: 28,
    place,
    receivedUnixMs: 1_000,
    bootId: "boot",
    uptimeMs: 5,
  };
}

Deno.test("a message that is read again is the same row, and one in another place a repeat of it", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const first = store.writeNow("keepMessage", messageOf("07812374"));
  const again = store.writeNow("keepMessage", messageOf("07812374"));
  store.writeNow("keepMessage", messageOf("07812374", "SM/2"));
  assert.deepEqual([first, again], [{ isDone: false }, { isDone: false }]);
  using db = folder.connection();
  const rows = db.all("select repeats, place from inbox").map((row) => ({ ...row }));
  assert.deepEqual(rows, [{ repeats: 1, place: "SM/2" }]);
});

Deno.test("what is not done waits, in the order it came, and is forgotten only when it is done", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const messages = ["0781", "0782", "0783"].map((pdu) => messageOf(pdu));
  for (const message of messages) store.writeNow("keepMessage", message);
  store.writeNow("finishMessages", { digests: [messages[1]!.digest] });
  assert.deepEqual(store.writeNow("keepMessage", messages[1]!), { isDone: true });
  assert.deepEqual(store.read.inbox.waiting().map(({ pdu }) => pdu), ["0781", "0783"]);
  assert.equal(store.writeNow("deleteProcessedMessages", { beforeUnixMs: 1_000 }), 0);
  assert.equal(store.writeNow("deleteProcessedMessages", { beforeUnixMs: 1_001 }), 1);
  assert.deepEqual(store.read.inbox.waiting().map(({ pdu }) => pdu), ["0781", "0783"]);
});

Deno.test("a message in no known format is rejected with its reason, counted, and done", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const message = messageOf("07XX");
  store.writeNow("keepMessage", message);
  store.writeNow("rejectMessage", { digest: message.digest, reason: "pdu" });
  assert.deepEqual(store.read.inbox.waiting(), []);
  const [rejected] = store.read.frames.rejectedFor("pdu", 0, 10);
  assert.equal(new TextDecoder().decode(rejected?.payload), "07XX");
  assert.equal(rejected?.modem, "sms-1");
});
