import assert from "node:assert/strict";
import { Connection } from "../../../../db/sqlite/connection.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import { Intake } from "../../../support/intake.ts";
import { Wearable } from "../../../support/wearable.ts";
import { Harness } from "../harness.ts";

// deno-lint-ignore no-explicit-any -- the tests say what they expect in it
type Json = any;

/** A server over a store with one wearable, which can raise alarms. */
class Site implements AsyncDisposable {
  private constructor(
    readonly gateway: Harness,
    readonly intake: Intake,
    readonly wearable: Wearable,
  ) {}

  static async open(): Promise<Site> {
    const gateway = await Harness.start();
    const intake = await Intake.open([
      { name: "a", type: "stream", required: true },
      { name: "b", type: "stream", required: true },
    ], gateway.folder);
    return new Site(gateway, intake, await Wearable.issue(intake));
  }

  /** Presses the button; gives the id of the incident. */
  async press(): Promise<string> {
    await this.intake.hear(this.wearable.panic());
    return this.intake.stored().at(-1)!.incident!;
  }

  async move(id: string, body: unknown, who = "dispatch-a"): Promise<[number, Json]> {
    const answer = await this.gateway.post(`/v1/incidents/${id}/transitions`, who, body);
    return [answer.status, await answer.json()];
  }

  async get(path: string, who = "operator"): Promise<Json> {
    return await (await this.gateway.call(path, who)).json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.intake[Symbol.asyncDispose]();
    await this.gateway[Symbol.asyncDispose]();
  }
}

Deno.test("A transition is answered with the incident, and kept with who, why, when and which way", async () => {
  await using site = await Site.open();
  const id = await site.press();
  const [status, incident] = await site.move(id, { to: "accepted", by: "Jan", reason: "on it" });
  assert.equal(status, 200);
  assert.deepEqual({ ...incident, opened: undefined }, {
    id,
    device: "d-test",
    alarm: 1,
    state: "accepted",
    drill: false,
    opened: undefined,
    sequence: 1,
  });
  await site.move(id, { to: "closed", outcome: "false" }, "operator");
  const { transitions, state, outcome } = await site.get(`/v1/incidents/${id}`);
  assert.deepEqual([state, outcome], ["closed", "false"]);
  assert.deepEqual(transitions.map((it: Json) => ({ ...it, at: typeof it.at })), [
    {
      to: "accepted",
      by: "dispatch-a",
      said: "Jan",
      reason: "on it",
      way: "http",
      via: "a",
      token: "dispatch-a",
      at: "string",
    },
    {
      to: "closed",
      by: "operator",
      outcome: "false",
      way: "http",
      via: "operator",
      token: "operator",
      at: "string",
    },
  ]);
});

Deno.test("Repeating the state that an incident has is 200 and changes nothing", async () => {
  await using site = await Site.open();
  const id = await site.press();
  await site.move(id, { to: "underway" });
  const [status, incident] = await site.move(id, { to: "underway", by: "another" });
  assert.deepEqual([status, incident.state], [200, "underway"]);
  assert.equal((await site.get(`/v1/incidents/${id}`)).transitions.length, 1);
});

Deno.test("Going back and reopening are 409, with what is allowed", async () => {
  await using site = await Site.open();
  const id = await site.press();
  await site.move(id, { to: "underway" });
  const [back, refusal] = await site.move(id, { to: "accepted" });
  assert.equal(back, 409);
  assert.equal(refusal.error, "transition-not-allowed");
  assert.deepEqual(refusal.details, { state: "underway", allowed: ["on-scene", "closed"] });
  assert.equal((await site.move(id, { to: "closed", outcome: "real" }))[0], 200);
  const [reopened, closed] = await site.move(id, { to: "on-scene" });
  assert.deepEqual([reopened, closed.details], [409, { state: "closed", allowed: [] }]);
});

Deno.test("Closing needs an outcome, and nothing else has one", async () => {
  await using site = await Site.open();
  const id = await site.press();
  for (const body of [{ to: "closed" }, { to: "accepted", outcome: "real" }]) {
    const [status, refusal] = await site.move(id, body);
    assert.equal(status, 422);
    assert.equal(refusal.details[0].field, "body.outcome");
  }
  assert.equal((await site.move(id, { to: "received" }))[0], 422, "that comes by itself");
  assert.equal((await site.get(`/v1/incidents/${id}`)).state, "new");
  assert.equal((await site.move("0".repeat(32), { to: "accepted" }))[0], 404);
  assert.equal((await site.move("xyz", { to: "accepted" }))[0], 404);
});

Deno.test("Neither an incident nor its history can be removed", async () => {
  await using site = await Site.open();
  const id = await site.press();
  await site.move(id, { to: "accepted" });
  const answer = await site.gateway.call(`/v1/incidents/${id}`, "admin", { method: "DELETE" });
  await answer.body?.cancel();
  assert.equal(answer.status, 405);
  using beside = site.intake.beside();
  assert.throws(() => beside.run("delete from incident"), /never removed/);
  assert.throws(() => beside.run("delete from incident_transition"), /never removed/);
});

Deno.test("An incident is received when every required destination has one of its events", async () => {
  await using site = await Site.open();
  const id = await site.press();
  await site.intake.confirm("a", 1);
  assert.equal((await site.get(`/v1/incidents/${id}`)).state, "new");
  await site.intake.confirm("b", 1);
  const { state, transitions, deliveries } = await site.get(`/v1/incidents/${id}`);
  assert.equal(state, "received");
  assert.deepEqual(
    transitions.map(({ by, to, way }: Json) => `${to} by ${by}, ${way}`),
    ["received by b, receipt"],
  );
  const event = site.intake.stored()[0]!.id;
  assert.deepEqual(deliveries, [
    { destination: "a", confirmed: [event], pending: [] },
    { destination: "b", confirmed: [event], pending: [] },
  ]);
});

Deno.test("One incident shows its events, hearings and what its wearable was answered", async () => {
  await using site = await Site.open();
  const fix = { lat: 51.25, lon: 4.5, accuracyM: 16, fixAgeS: 12 };
  const panic = site.wearable.panic();
  await site.intake.hear(panic);
  await site.intake.hear(panic, { modem: "lora-2", rssiDbm: -101, snrDb: -3 });
  await site.intake.hear(site.wearable.position({ fix }));
  const id = site.intake.stored()[0]!.incident!;
  await site.intake.move(id, "accepted");

  const incident = await site.get(`/v1/incidents/${id}`);

  const events = incident.events.map(({ id, type, data }: Json) => [id, type, data.position?.lat]);
  const [first, second] = site.intake.stored();
  assert.deepEqual(events, [
    [first!.id, "vigil.panic.v1", undefined],
    [second!.id, "vigil.position.v1", second!.data.position!.lat],
  ]);
  assert.equal(incident.moreEvents, false);
  const [{ at, ...reception }] = incident.receptions;
  assert.match(at, /^2026-/);
  assert.deepEqual(reception, { event: first!.id, modem: "lora-2", rssiDbm: -101, snrDb: -3 });
  const [{ sentAt, ...answer }] = incident.answers;
  assert.match(sentAt, /^2026-/);
  assert.deepEqual(answer, { stage: "accepted", state: "due", sent: 1 });
});

Deno.test("Every step of escalation is shown with its outcome, that of a path without an answer too", async () => {
  await using site = await Site.open();
  const { store } = site.intake;
  const id = await site.press();
  const event = site.intake.stored()[0]!.id;
  for (const name of ["a", "b"]) {
    const destination = site.intake.destinations.get(name)!;
    await store.write("escalate", { event: decodeHex(event)!, destination, dueAtUnixMs: 0 });
  }
  await site.intake.confirm("b", 1);
  const { escalation } = await site.get(`/v1/incidents/${id}`);
  const dueAt = "1970-01-01T00:00:00.000Z";
  const [{ confirmedAt, ...second }] = escalation.splice(1);
  assert.deepEqual(escalation, [{ event, destination: "a", dueAt, confirmed: false }]);
  assert.deepEqual(second, { event, destination: "b", dueAt, confirmed: true });
  assert.match(confirmedAt, /^2026-/);
});

Deno.test("The list goes on where it ended, and can be of one state", async () => {
  await using site = await Site.open();
  const ids = [await site.press(), await site.press(), await site.press()];
  await site.move(ids[1]!, { to: "accepted" });
  const first = await site.get("/v1/incidents?limit=2", "dispatch-b");
  assert.deepEqual(first.incidents.map(({ id }: Json) => id), ids.slice(0, 2));
  const rest = await site.get(`/v1/incidents?limit=2&after=${first.next}`);
  assert.deepEqual(rest.incidents.map(({ id }: Json) => id), ids.slice(2));
  assert.equal(rest.next, undefined);
  const accepted = await site.get("/v1/incidents?state=accepted");
  assert.deepEqual(accepted.incidents.map(({ id }: Json) => id), [ids[1]]);
  assert.equal((await site.get("/v1/incidents?state=lost")).error, "invalid-request");
});

Deno.test("Metrics count incidents by state and stages by what became of them", async () => {
  await using site = await Site.open();
  const id = await site.press();
  await site.intake.move(id, "accepted");
  await site.intake.hear(site.wearable.heartbeat());
  const text = await (await site.gateway.call("/metrics")).text();
  assert.match(text, /^vigil_incidents\{state="accepted"\} 1$/m);
  for (const what of ["due", "sent", "heard"]) {
    assert.match(text, new RegExp(`^vigil_stages_${what}_total\\{stage="accepted"\\} 1$`, "m"));
  }
});

Deno.test("The first eight digits of an id lead to its incident and its event, and move it on", async () => {
  await using site = await Site.open();
  const id = await site.press();
  const short = id.slice(0, 8);
  const whole = await site.get(`/v1/incidents/${short.toUpperCase()}`);
  assert.equal(whole.id, id);
  const event = whole.events[0].id;
  assert.equal((await site.get(`/v1/events/${event.slice(0, 8)}`)).id, event);
  const [status, moved] = await site.move(short, { to: "accepted" });
  assert.deepEqual([status, moved.id, moved.state], [200, id, "accepted"]);
  assert.equal((await site.move(id.slice(0, 7), { to: "underway" }))[0], 404);
});

Deno.test("Digits that two incidents begin with are refused with 409 and both ids", async () => {
  await using site = await Site.open();
  const id = await site.press();
  const twin = `${id.slice(0, 8)}${"0".repeat(24)}`;
  using db = new Connection(`${site.gateway.folder}/vigil.db`, "write");
  db.run(
    "insert into incident (id, device, kid, alarm, opened, opened_unix_ms) values (?, 1, 0, 9, 99, 1)",
    decodeHex(twin)!,
  );
  const [status, { details, error }] = await site.move(id.slice(0, 8), { to: "accepted" });
  assert.deepEqual([status, error, details.ids], [409, "ambiguous-id", [twin, id].sort()]);
  assert.equal((await site.get(`/v1/incidents/${id.slice(0, 8)}`)).error, "ambiguous-id");
  assert.equal((await site.get(`/v1/incidents/${id}`)).state, "new");
});
