/** Signing in, the claim and the set-up, as a browser without any script does them. */
import assert from "node:assert/strict";
import { PASSWORD } from "../../../support/people.ts";
import { ConsoleHarness } from "./console_harness.ts";
import { appOf, Visitor } from "./visitor.ts";

/** The key that the page of the set-up shows as text. */
function secretOn(markup: string): string {
  return /<code class="secret">([A-Z2-7 ]+)<\/code>/.exec(markup)![1]!.replaceAll(" ", "");
}

/** The recovery codes of a page. */
function codesOn(markup: string): string[] {
  return [...markup.matchAll(/<li><code>([\w-]{19})<\/code><\/li>/g)].map(([, code]) => code!);
}

Deno.test("A gateway is claimed, set up and signed in to without a script, up to the first page", async () => {
  await using gateway = await ConsoleHarness.start();
  const visitor = new Visitor(gateway);
  assert.match((await visitor.open("/sign-in")).markup, /href="\/claim"/);
  const code = gateway.accounts.claimCode!;
  const claimed = await visitor.post("/claim", {
    code,
    name: "an.peeters",
    fullName: "An Peeters",
  });
  assert.deepEqual([claimed.status, claimed.location], [303, "/set-up/proofs"]);
  const proofs = await visitor.open("/set-up/proofs");
  assert.match(proofs.markup, /<div class="qr"[^>]*><svg /);
  const secret = secretOn(proofs.markup);
  const totp = appOf({ secret }, gateway, 0);
  const done = await visitor.post("/set-up/proofs", { password: PASSWORD, again: PASSWORD, totp });
  assert.equal(done.status, 200);
  assert.equal(codesOn(done.markup).length, 10);

  assert.equal((await visitor.password("an.peeters")).location, "/sign-in/code");
  const signedIn = await visitor.post("/sign-in/code", { totp: appOf({ secret }, gateway) });
  assert.deepEqual([signedIn.status, signedIn.location], [303, "/"]);
  assert.equal((await visitor.open("/account")).status, 200);
  const stranger = new Visitor(gateway);
  assert.doesNotMatch((await stranger.open("/sign-in")).markup, /href="\/claim"/);
  assert.match((await stranger.open("/claim")).text, /This gateway has an administrator/);
});

Deno.test("What is set up is shown once: neither codes nor key come a second time", async () => {
  await using gateway = await ConsoleHarness.start();
  const { code } = await gateway.addAccount("an", "operator");
  const visitor = new Visitor(gateway);
  assert.equal((await visitor.post("/set-up", { code })).location, "/set-up/proofs");
  const secret = secretOn((await visitor.open("/set-up/proofs")).markup);
  const form = { password: PASSWORD, again: PASSWORD, totp: appOf({ secret }, gateway, 0) };
  const codes = codesOn((await visitor.post("/set-up/proofs", form)).markup);
  for (
    const again of [
      await visitor.post("/set-up/proofs", form),
      await visitor.open("/set-up/proofs"),
      await visitor.post("/set-up", { code }),
    ]
  ) {
    assert.equal(again.status, 403);
    assert.deepEqual(codesOn(again.markup), []);
    assert.ok(!again.markup.includes(secret) && codes.every((its) => !again.markup.includes(its)));
  }
});

Deno.test("A set-up that is wrong says what beside the field, and keeps no secret on the page", async () => {
  await using gateway = await ConsoleHarness.start();
  const { code } = await gateway.addAccount("an", "operator");
  const visitor = new Visitor(gateway);
  const wrong = await visitor.post("/set-up", { code: "0000-0000-0000-0000" });
  assert.equal(wrong.status, 403);
  assert.match(wrong.markup, /id="code-problem" role="alert">This code is wrong/);
  await visitor.post("/set-up", { code });
  const secret = secretOn((await visitor.open("/set-up/proofs")).markup);
  const totp = appOf({ secret }, gateway, 0);
  for (
    const [fields, field, words, status] of [
      [{ password: "kort", again: "kort", totp }, "password", "Too short", 422],
      [{ password: PASSWORD, again: `${PASSWORD}!`, totp }, "again", "not the same", 422],
      [{ password: PASSWORD, again: PASSWORD, totp: "000000" }, "totp", "This code is wrong", 403],
    ] as const
  ) {
    const { markup, status: got } = await visitor.post("/set-up/proofs", fields);
    assert.equal(got, status, field);
    assert.match(markup, new RegExp(`id="${field}-problem" role="alert">[^<]*${words}`));
    assert.ok(!markup.includes(fields.password), "a password is never shown again");
    assert.equal(secretOn(markup), secret, "the app need not scan again");
  }
});

Deno.test("A claim with a wrong code keeps the names that were entered, and not the code", async () => {
  await using gateway = await ConsoleHarness.start();
  const visitor = new Visitor(gateway);
  const code = "1111-2222-3333-4444";
  const wrong = await visitor.post("/claim", { code, name: "an.peeters", fullName: "An <b>" });
  assert.equal(wrong.status, 403);
  assert.match(wrong.markup, /value="an.peeters"/);
  assert.match(wrong.markup, /value="An &lt;b&gt;"/);
  assert.ok(!wrong.markup.includes(code));
  const named = { code: gateway.accounts.claimCode!, name: "An Peeters", fullName: "An" };
  const invalid = await visitor.post("/claim", named);
  assert.equal(invalid.status, 422);
  assert.match(invalid.markup, /id="name-problem"/);
});

Deno.test("A wrong password and an unknown name are refused with the same words", async () => {
  await using gateway = await ConsoleHarness.start();
  await gateway.person("an", "operator");
  const visitor = new Visitor(gateway);
  const wrong = await visitor.password("an", "not the password");
  assert.equal(wrong.status, 403);
  assert.match(wrong.text, /Name or password is wrong/);
  assert.match(wrong.markup, /value="an"/);
  const unknown = await visitor.password("jan", "not the password");
  assert.equal(unknown.text.replaceAll("jan", "an"), wrong.text);
  assert.equal((await visitor.open("/")).location, "/sign-in");
});

Deno.test("A password alone signs nobody in, and neither does a wrong code", async () => {
  await using gateway = await ConsoleHarness.start();
  const an = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway);
  await visitor.password("an");
  assert.equal((await visitor.open("/")).location, "/sign-in");
  assert.equal((await visitor.open("/sign-in/code")).status, 200);
  const wrong = await visitor.post("/sign-in/code", { totp: "000000" });
  assert.equal(wrong.status, 403);
  assert.match(wrong.markup, /id="totp-problem" role="alert">This code is wrong/);
  const recovery = await visitor.post("/sign-in/code", { recovery: "0000-0000-0000-0000" });
  assert.match(recovery.markup, /<details open[^>]*>.*id="recovery-problem"/s);
  const right = await visitor.post("/sign-in/code", { recovery: an.recoveryCodes[0]! });
  assert.equal(right.status, 303);
  const other = new Visitor(gateway);
  await other.password("an");
  const again = await other.post("/sign-in/code", { recovery: an.recoveryCodes[0]! });
  assert.equal(again.status, 403, "each works once");
});

Deno.test("A second step that comes too late begins again with name and password", async () => {
  await using gateway = await ConsoleHarness.start();
  const an = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway);
  await visitor.password("an");
  gateway.clock.shiftMs += 6 * 60_000;
  const late = await visitor.post("/sign-in/code", { totp: appOf(an, gateway) });
  assert.equal(late.status, 403);
  assert.match(late.text, /took longer than 5 minutes/);
  assert.match(late.markup, /name="password"/);
  assert.equal((await visitor.open("/sign-in/code")).location, "/sign-in");
});

Deno.test("After five wrong passwords the page says how long to wait, also to the right one", async () => {
  await using gateway = await ConsoleHarness.start();
  await gateway.person("an", "operator");
  const visitor = new Visitor(gateway);
  for (let tries = 0; tries < 5; tries++) await visitor.password("an", "not the password");
  const locked = await visitor.password("an");
  assert.equal(locked.status, 429);
  assert.ok(Number(locked.headers.get("retry-after")) > 0);
  assert.match(locked.text, /Too many failed attempts\. Wait \d+ s, then try again/);
  gateway.clock.shiftMs += 31_000;
  assert.equal((await visitor.password("an")).status, 303);
});

Deno.test("Who wanted to go to a page is led there after signing in, and never elsewhere", async () => {
  await using gateway = await ConsoleHarness.start();
  const an = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway);
  await visitor.open("/events?before=7");
  await visitor.password("an");
  const recovery = (at: number) => ({ recovery: an.recoveryCodes[at]! });
  assert.equal((await visitor.post("/sign-in/code", recovery(0))).location, "/events?before=7");

  const lured = new Visitor(gateway);
  lured.cookies.set("vigil-back", encodeURIComponent("//evil.example"));
  await lured.password("an");
  assert.equal((await lured.post("/sign-in/code", recovery(1))).location, "/");
});

Deno.test("The cookies of a sign-in are of this site alone, and no secret is in an address", async () => {
  await using gateway = await ConsoleHarness.start();
  const an = await gateway.person("an", "operator");
  const visitor = new Visitor(gateway);
  const answers = [
    await visitor.password("an"),
    await visitor.post("/sign-in/code", { recovery: an.recoveryCodes[0]! }),
  ];
  for (const { headers, location } of answers) {
    for (const cookie of headers.getSetCookie()) {
      assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict|Max-Age=0/, cookie);
    }
    assert.equal(headers.get("cache-control"), "no-store");
    assert.match(location!, /^\/(sign-in\/code)?$/);
  }
});

Deno.test("Forms of other origins neither claim, set up, sign in nor change an account", async () => {
  await using gateway = await ConsoleHarness.start();
  const code = gateway.accounts.claimCode!;
  const cookie = await gateway.session("operator");
  const evil = { origin: "https://evil.example" };
  const visitor = new Visitor(gateway);
  const claim = { code, name: "eve", fullName: "Eve" };
  assert.equal((await visitor.post("/claim", claim, evil)).status, 403);
  const fields = { current: PASSWORD, next: "een heel ander woord", again: "een heel ander woord" };
  for (
    const path of [
      "/set-up",
      "/sign-in",
      "/sign-in/code",
      "/sign-in/passkey/request",
      "/account/password",
      "/account/recovery-codes",
      "/account/passkeys/request",
      "/account/tokens",
      "/account/sessions/end",
      "/sign-out",
    ]
  ) {
    const answer = await gateway.post(path, fields, cookie, evil);
    await answer.body?.cancel();
    assert.equal(answer.status, 403, path);
  }
  const account = await gateway.call("/account", {}, cookie);
  await account.body?.cancel();
  assert.equal(account.status, 200);
});
