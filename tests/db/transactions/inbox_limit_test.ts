import assert from "node:assert/strict";
import { DONE_LIMIT } from "../../../db/transactions/inbox.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

function message(number: number) {
  const digest = new Uint8Array(32);
  new DataView(digest.buffer).setUint32(0, number);
  return {
    digest,
    modem: "cell-1",
    pdu: "07",
    place: "ME/1",
    receivedUnixMs: number,
    bootId: "boot",
    uptimeMs: 1,
  };
}

Deno.test("Of short messages that are done the newest 2 000 are kept, and every one that is not", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("keepMessage", message(1));
  for (let number = 2; number <= DONE_LIMIT + 101; number++) {
    const { digest } = message(number);
    store.writeNow("keepMessage", message(number));
    store.writeNow("finishMessages", { digests: [digest] });
  }
  using connection = temporary.connection();
  const [row] = connection.all("select count(*) as count, min(number) as first from inbox");
  assert.deepEqual({ ...row }, { count: DONE_LIMIT + 1, first: 1 });
  assert.deepEqual(store.read.inbox.waiting().map(({ receivedUnixMs }) => receivedUnixMs), [1]);
  const newest = message(DONE_LIMIT + 101);
  assert.deepEqual(store.writeNow("keepMessage", newest), { isDone: true });
});
