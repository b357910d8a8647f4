/** Notes on incidents over the API: kept as they were written, and shown with the incident. */
import assert from "node:assert/strict";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";
import { Harness } from "../harness.ts";

async function start() {
  await using stack = new AsyncDisposableStack();
  const gateway = stack.use(await Harness.start());
  const intake = stack.use(await Intake.open([{ name: "a", type: "stream" }], gateway.folder));
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const id = intake.stored().at(-1)!.incident!;
  const resources = stack.move();
  const note = async (body: unknown, who = "dispatch-a") => {
    const answer = await gateway.post(`/v1/incidents/${id}/notes`, who, body);
    return { status: answer.status, body: await answer.json() };
  };
  const notes = async () =>
    (await (await gateway.call(`/v1/incidents/${id}`, "operator")).json()).notes;
  return { gateway, note, notes, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

Deno.test("A note is answered with its number, and stands on the incident with who wrote it", async () => {
  await using site = await start();
  const first = await site.note({ text: "She called\r\nback", by: "Lies", link: "/calls/7.wav" });
  assert.deepEqual(first, { status: 201, body: { number: 1 } });
  assert.equal((await site.note({ text: "Patrol 12 goes" }, "operator")).status, 201);
  const [one, two] = await site.notes();
  assert.deepEqual({ ...one, at: typeof one.at, hash: one.hash.length }, {
    number: 1,
    at: "string",
    by: "dispatch-a",
    said: "Lies",
    text: "She called\nback",
    link: "/calls/7.wav",
    hash: 64,
  });
  assert.deepEqual([two.by, two.text, two.said], ["operator", "Patrol 12 goes", undefined]);
});

Deno.test("A note that is empty, too long or has a link that does something is refused, and names the field", async () => {
  await using site = await start();
  const refused = [
    [{ text: " " }, "text"],
    [{ text: "x".repeat(2_001) }, "text"],
    [{}, "text"],
    [{ text: "x", link: "javascript:alert(1)" }, "link"],
    [{ text: "x", link: "https://an:secret@recorder.example" }, "link"],
  ] as const;
  for (const [body, field] of refused) {
    const { body: answer, status } = await site.note(body);
    assert.equal(status, 422, JSON.stringify(body).slice(0, 60));
    assert.match(JSON.stringify(answer.details), new RegExp(field));
  }
  assert.deepEqual(await site.notes(), []);
  const answer = await site.gateway.post("/v1/incidents/3f0a12bc/notes", "operator", { text: "x" });
  assert.equal(answer.status, 404);
  await answer.body?.cancel();
});
