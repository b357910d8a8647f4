/** One's own account, and how long somebody is signed in. */
import assert from "node:assert/strict";
import { Authority } from "../../../support/certificates.ts";
import { PASSWORD } from "../../../support/people.ts";
import { ConsoleHarness } from "./console_harness.ts";
import { until } from "../harness.ts";
import { Visitor } from "./visitor.ts";

const MINUTE_MS = 60_000;
const NEXT = "vier groene auto's";

/** The acts of the audit chain, oldest first. */
function acts({ store }: ConsoleHarness): string[] {
  return store.read.audit.after(0, 100).map(({ entry }) => JSON.parse(entry).what);
}

Deno.test("While the first page is open its feed keeps the session, up to 12 h and no longer", async () => {
  await using gateway = await ConsoleHarness.start();
  const cookie = await gateway.session("operator");
  const { number } = gateway.accounts.byName("operator")!;
  const feed = await gateway.call("/feed?of=wall", {}, cookie);
  let isOver = false;
  const reading = (async () => {
    for await (const _ of feed.body!);
    isOver = true;
  })();
  const usedAgoMs = () => gateway.sessions.of(number)[0]?.usedAgoMs ?? Infinity;
  for (let minutes = 14; minutes < 12 * 60; minutes += 14) {
    gateway.clock.shiftMs += 14 * MINUTE_MS;
    await until(() => {
      gateway.core.wake.notify();
      return usedAgoMs() < MINUTE_MS;
    });
    assert.equal(isOver, false, `after ${minutes} min`);
  }
  gateway.clock.shiftMs += 14 * MINUTE_MS;
  await until(() => {
    gateway.core.wake.notify();
    return isOver;
  });
  await reading;
  assert.deepEqual(gateway.sessions.of(number), []);
});

Deno.test("Without a script the first page keeps its session as well, and no other page does", async () => {
  await using gateway = await ConsoleHarness.start();
  for (const [path, status] of [["/?again=1", 200], ["/events?again=1", 302]] as const) {
    const cookie = await gateway.session("operator");
    for (const expected of [200, status]) {
      gateway.clock.shiftMs += 10 * MINUTE_MS;
      const answer = await gateway.call(path, {}, cookie);
      await answer.body?.cancel();
      assert.equal(answer.status, expected, path);
    }
  }
});

Deno.test("What ends an account or a role holds at the next request of a session", async () => {
  await using gateway = await ConsoleHarness.start();
  const by = { kind: "box", name: "root" } as const;
  const { person } = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway, gateway.sessionOf(person));
  assert.equal((await visitor.open("/")).status, 200);
  await gateway.accounts.setRoles("an", ["technician"], by);
  assert.equal((await visitor.open("/events")).status, 403);
  assert.equal((await visitor.open("/devices")).status, 200);
  await gateway.accounts.disable("an", by);
  assert.equal((await visitor.open("/devices")).location, "/sign-in");

  const { person: jan } = await gateway.person("jan", "operator");
  const other = new Visitor(gateway, gateway.sessionOf(jan));
  await gateway.accounts.endSessions("jan", by);
  assert.equal((await other.open("/")).location, "/sign-in");
});

Deno.test("A new password signs out everywhere but here, and needs the one before", async () => {
  await using gateway = await ConsoleHarness.start();
  const { person } = await gateway.person("an", "operator");
  const [here, there] = [1, 2].map(() => new Visitor(gateway, gateway.sessionOf(person)));
  const change = (current: string, next: string, again = next) =>
    here!.post("/account/password", { current, next, again });
  for (
    const [answer, field, status] of [
      [await change("not the password", NEXT), "current", 403],
      [await change(PASSWORD, "kort"), "next", 422],
      [await change(PASSWORD, NEXT, `${NEXT}!`), "again", 422],
    ] as const
  ) {
    assert.equal(answer.status, status, field);
    assert.match(answer.markup, new RegExp(`id="${field}-problem"`));
    assert.ok(!answer.markup.includes(NEXT) && !answer.markup.includes(PASSWORD));
  }
  const done = await change(PASSWORD, NEXT);
  assert.deepEqual([done.status, done.location], [303, "/account?done=password"]);
  assert.match((await here!.open(done.location!)).text, /The password is changed/);
  assert.equal((await there!.open("/")).location, "/sign-in");
  assert.equal((await new Visitor(gateway).password("an", PASSWORD)).status, 403);
  assert.equal((await new Visitor(gateway).password("an", NEXT)).status, 303);
});

Deno.test("New recovery codes are shown once, and those before hold no longer", async () => {
  await using gateway = await ConsoleHarness.start();
  const an = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway, gateway.sessionOf(an.person));
  assert.match((await visitor.open("/account")).text, /10 codes are left/);
  const wrong = await visitor.post("/account/recovery-codes", { "confirm-codes": "another" });
  assert.equal(wrong.status, 403);
  assert.match(wrong.markup, /id="confirm-codes-problem"/);
  const made = await visitor.post("/account/recovery-codes", { "confirm-codes": PASSWORD });
  const codes = [...made.markup.matchAll(/<li><code>([\w-]{19})<\/code>/g)].map(([, its]) => its!);
  assert.equal(codes.length, 10);
  assert.ok(codes.every((code) => !an.recoveryCodes.includes(code)));
  const account = await visitor.open("/account");
  assert.ok(codes.every((code) => !account.markup.includes(code)));
  const other = new Visitor(gateway);
  await other.password("an");
  const [before] = an.recoveryCodes;
  assert.equal((await other.post("/sign-in/code", { recovery: before! })).status, 403);
  assert.equal((await other.post("/sign-in/code", { recovery: codes[0]! })).status, 303);
});

Deno.test("A personal token is shown once, is listed without its secret, and is revoked", async () => {
  await using gateway = await ConsoleHarness.start();
  const { person } = await gateway.person("an", "operator", "auditor");
  const visitor = new Visitor(gateway, gateway.sessionOf(person));
  const fields = {
    ...{ "token-name": "report", role: "auditor", scope: "read", days: "30" },
    "confirm-token": PASSWORD,
  };
  const made = await visitor.post("/account/tokens", fields);
  const [, token] = /VIGIL_TOKEN=(vgl_[\w-]{43})\n/.exec(made.markup)!;
  assert.match(made.markup, /http:\/\/127\.0\.0\.1:8443\/v1\/audit/);
  const page = await visitor.open("/account");
  assert.match(page.text, /report auditor · only read · ends/);
  assert.ok(!page.markup.includes(token!));
  const [record] = gateway.store.read.tokens.all();
  assert.equal(record!.owner?.name, "an");
  const jan = await gateway.person("jan", "operator");
  const other = new Visitor(gateway, gateway.sessionOf(jan.person));
  const stolen = await other.post("/account/tokens/revoke", { id: record!.id });
  assert.equal(stolen.status, 409, "another person's");
  const revoked = await visitor.post("/account/tokens/revoke", { id: record!.id });
  assert.equal(revoked.location, "/account?done=token-revoked");
  assert.match((await visitor.open("/account")).text, /No token yet/);
});

Deno.test("A token that cannot be made says why beside the field, and keeps what was entered", async () => {
  await using gateway = await ConsoleHarness.start();
  const { person } = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway, gateway.sessionOf(person));
  const whole = {
    ...{ "token-name": "report", role: "operator", scope: "act", days: "30" },
    "confirm-token": PASSWORD,
  };
  for (
    const [wrong, words] of [
      [{ days: "366" }, /id="days-problem"/],
      [{ days: "1.5" }, /id="days-problem"/],
      [{ days: "many" }, /id="days-problem"/],
      [{ "token-name": "" }, /id="token-name-problem"/],
      [{ role: "admin" }, /Choose one of your own roles/],
    ] as const
  ) {
    const fields = { ...whole, ...wrong };
    const { markup, status } = await visitor.post("/account/tokens", fields);
    assert.equal(status, 422, JSON.stringify(wrong));
    assert.match(markup, words);
    assert.ok(markup.includes(`value="${fields.days}"`));
    assert.match(markup, /value="act"[^>]*checked/);
  }
  assert.deepEqual(gateway.store.read.tokens.all(), []);
});

Deno.test("Who finds a wall signed in makes nothing there that outlasts it without the password", async () => {
  await using gateway = await ConsoleHarness.start();
  const { person } = await gateway.person("an", "operator");
  const passer = new Visitor(gateway, gateway.sessionOf(person));
  const token = { "token-name": "mine", role: "operator", scope: "act", days: "365" };
  assert.equal((await passer.post("/account/tokens", token)).status, 403);
  assert.equal((await passer.post("/account/recovery-codes", {})).status, 403);
  const passkey = { label: "mine", ticket: "", response: "{}" };
  assert.equal((await passer.post("/account/passkeys/request", passkey)).status, 403);
  assert.notEqual((await passer.post("/account/passkeys", passkey)).status, 303);
  const locked = await passer.post("/account/tokens", { ...token, "confirm-token": "a guess" });
  assert.equal(locked.status, 403);
  for (let tries = 0; tries < 5; tries++) await passer.post("/account/recovery-codes", {});
  assert.equal((await passer.post("/account/recovery-codes", {})).status, 429);
  assert.deepEqual(gateway.store.read.tokens.all(), []);
  assert.equal((await passer.open("/")).status, 200, "the alarms stay in sight");
});

Deno.test("A person ends the own sessions and nobody else's, and the chain has who did", async () => {
  await using gateway = await ConsoleHarness.start();
  const { person } = await gateway.person("an", "operator");
  const { person: jan } = await gateway.person("jan", "operator");
  const [here, there] = [1, 2].map(() => new Visitor(gateway, gateway.sessionOf(person)));
  const other = new Visitor(gateway, gateway.sessionOf(jan));
  const named = gateway.sessions.of(person.number)[1]!.name;
  await other.post("/account/sessions/end", { session: named });
  assert.equal((await there!.open("/account")).status, 200);
  await here!.post("/account/sessions/end", { session: named });
  assert.equal((await there!.open("/account")).location, "/sign-in");
  await here!.post("/sign-out", {});
  await until(() => acts(gateway).includes("signed-out"));
  assert.equal(acts(gateway).filter((what) => what === "session-ended").length, 1);
});

Deno.test("A disk that takes nothing keeps nobody signed in", async () => {
  await using gateway = await ConsoleHarness.start();
  const visitor = new Visitor(gateway, await gateway.session("operator"));
  const cookie = [...visitor.cookies][0]!.join("=");
  gateway.isDiskGone = true;
  assert.equal((await visitor.post("/sign-out", {})).location, "/sign-in");
  assert.equal((await new Visitor(gateway, cookie).open("/")).location, "/sign-in");
});

Deno.test("By HTTPS cookies are Secure and bound to this host, and a plain one signs in nobody", async () => {
  await using authority = new Certificates();
  await using gateway = await ConsoleHarness.start({ tls: () => authority.pair });
  const { person } = await gateway.person("an", "operator");
  using client = Deno.createHttpClient({ caCerts: [authority.ca] });
  const url = gateway.url.replace("http:", "https:");
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${url}${path}`, { redirect: "manual", client, ...init });
    await answer.body?.cancel();
    return answer;
  };
  const body = new URLSearchParams({ name: "an", password: PASSWORD });
  const step = await ask("/sign-in", { method: "POST", body });
  assert.match(
    step.headers.getSetCookie()[0]!,
    /^__Host-vigil-step=[^;]+; Max-Age=1800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  const plain = gateway.sessionOf(person);
  assert.equal((await ask("/", { headers: { cookie: plain } })).status, 302);
  assert.equal((await ask("/", { headers: { cookie: `__Host-${plain}` } })).status, 200);
});

/** A key and a certificate for the loopback, which end with the test. */
class Certificates implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "vigil-console-tls-" });
  readonly #authority = new Authority(this.#folder, "ca");
  readonly #signed = this.#authority.sign("gateway");

  get ca(): string {
    return Deno.readTextFileSync(this.#authority.ca);
  }

  get pair() {
    const { cert, key } = this.#signed;
    return { cert: Deno.readTextFileSync(cert), key: Deno.readTextFileSync(key) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Deno.remove(this.#folder, { recursive: true });
  }
}
