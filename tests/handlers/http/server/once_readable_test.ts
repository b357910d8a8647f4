/** Dispatch asks for what it was just told of, and gets it. */
import assert from "node:assert/strict";
import { encodeHex } from "../../../../devices/hex.ts";
import { onceReadable } from "../../../../handlers/http/server/once_readable.ts";
import type { RecentWrites } from "../../../../db/store.ts";
import { alarmOf, fillWithAlarms } from "../../../support/stored_alarms.ts";
import { TemporaryStore } from "../../../support/temporary_store.ts";
import { ConsoleHarness } from "../console/console_harness.ts";
import { Harness } from "../harness.ts";

Deno.test("A request that comes between the two commits of an alarm is answered with the alarm", async () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, 1, 0);
  }
  await using store = await place.open();
  const { event } = alarmOf(2);
  const answer = onceReadable(
    store,
    () => Response.json(store.read.events.byId(event.id)?.id ?? "not there"),
  );
  const answered = Promise.withResolvers<Response>();
  await store.write("acceptFrame", alarmOf(2), () => {
    const request = new Request("http://gateway/");
    answered.resolve(Promise.resolve(answer(request, undefined as never)) as Promise<Response>);
  });
  assert.equal(await (await answered.promise).json(), encodeHex(event.id));
});

Deno.test("A disk that is stuck between the two commits keeps nobody waiting who reads", async () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, 1, 0);
  }
  await using store = await place.open();
  using holder = place.connection();
  const readable = Promise.withResolvers<void>();
  const write = store.write("acceptFrame", alarmOf(2), () => {
    holder.run("begin immediate");
    readable.resolve(store.recent.readable());
  });
  await readable.promise;
  assert.equal(store.read.events.byId(alarmOf(2).event.id), undefined, "it is stuck");
  holder.run("rollback");
  assert.equal((await write).outcome, "accepted");
});

function countAsked(recent: RecentWrites): () => number {
  let asked = 0;
  Object.assign(recent, { readable: () => Promise.resolve(void asked++) });
  return () => asked;
}

Deno.test("The API and the console answer every request so", async () => {
  await using api = await Harness.start();
  const askedByApi = countAsked(api.store.recent);
  await (await api.call("/v1/events", "dispatch-a")).body?.cancel();
  assert.equal(askedByApi(), 1);
  await using pages = await ConsoleHarness.start();
  const askedByConsole = countAsked(pages.store.recent);
  await (await pages.call("/sign-in")).body?.cancel();
  assert.equal(askedByConsole(), 1);
});
