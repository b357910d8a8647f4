import assert from "node:assert/strict";
import { ADMIN, PASSWORD, PeopleBox, problemOf, SOURCE, valueOf } from "../../support/people.ts";

const NEXT = "vier groene fietsen";

Deno.test("Who changes his password proves the old one, and all sessions end", async () => {
  await using box = new PeopleBox();
  const { person: { generation, number } } = await box.person("an", "operator");
  const change = (current: string, next: string) =>
    box.accounts.changePassword(number, { current, next }, SOURCE);
  const wrong = problemOf(await change("not the password", NEXT));
  assert.deepEqual([wrong.code, wrong.field], ["wrong-password", "current"]);
  assert.equal(problemOf(await change(PASSWORD, "short")).field, "next");
  assert.equal(valueOf(await change(PASSWORD, NEXT)).generation, generation + 1);
  await box.ticket("an", SOURCE, NEXT);
  const before = await box.accounts.checkPassword({ name: "an", password: PASSWORD }, SOURCE);
  assert.equal(problemOf(before).code, "wrong-credentials");
});

Deno.test("A session that was taken over does not help to guess the password", async () => {
  await using box = new PeopleBox();
  const { person } = await box.person("an", "operator");
  for (let time = 0; time < 5; time++) {
    const guess = { current: `guess ${time}`, next: NEXT };
    await box.accounts.changePassword(person.number, guess, SOURCE);
  }
  const right = { current: PASSWORD, next: NEXT };
  const outcome = await box.accounts.changePassword(person.number, right, SOURCE);
  assert.equal(problemOf(outcome).code, "locked-out");
});

Deno.test("New recovery codes take the place of all before", async () => {
  await using box = new PeopleBox();
  const { person, recoveryCodes } = await box.person("an", "operator");
  const codes = valueOf(await box.accounts.newRecoveryCodes(person.number, SOURCE));
  const ticket = await box.ticket("an");
  const old = await box.accounts.checkRecovery(ticket, recoveryCodes[0]!, SOURCE);
  assert.equal(problemOf(old).code, "wrong-recovery-code");
  assert.equal(
    valueOf(await box.accounts.checkRecovery(ticket, codes[9]!, SOURCE)).recoveryCodesLeft,
    9,
  );
});

Deno.test("A personal token has one of its owner's roles, a scope and an end, and is given once", async () => {
  await using box = new PeopleBox();
  const { person: { number } } = await box.person("an", "operator", "auditor");
  const make = (change: object = {}) =>
    box.accounts.createToken(
      number,
      { name: "curl", role: "operator", scope: "read", ...change },
      SOURCE,
    );
  for (const role of ["admin", "technician", "dispatch", "monitor", ""]) {
    assert.equal(problemOf(await make({ role })).code, "role-not-held");
  }
  for (const days of [0, 366, 1.5, NaN, -1]) {
    assert.equal(problemOf(await make({ days })).code, "invalid-days");
  }
  for (const name of ["", "a".repeat(65), "a\u001b"]) {
    assert.equal(problemOf(await make({ name })).code, "invalid-token-name");
  }
  const { record, token } = valueOf(await make());
  assert.match(token, /^vgl_[\w-]{43}$/);
  const [kept] = box.store.read.tokens.ofOwner(number);
  assert.deepEqual([kept!.scope, kept!.role, kept!.owner!.name], ["read", "operator", "an"]);
  assert.equal(kept!.expiresAtUnixMs! - kept!.createdAtUnixMs, 90 * 86_400_000);
  assert.equal(problemOf(await make()).code, "name-taken");
  assert.ok(!JSON.stringify(box.entries()).includes(token));

  valueOf(await box.accounts.revokeToken(number, record.id, SOURCE));
  assert.equal(
    problemOf(await box.accounts.revokeToken(number, record.id, SOURCE)).code,
    "unknown-token",
  );
  valueOf(await make());
});

Deno.test("A person revokes no token of another, and has twenty at most", async () => {
  await using box = new PeopleBox();
  const an = (await box.person("an", "operator")).person.number;
  const bo = (await box.person("bo", "operator")).person.number;
  const make = (name: string) =>
    box.accounts.createToken(an, { name, role: "operator", scope: "act" }, SOURCE);
  const { record } = valueOf(await make("0"));
  const outcome = await box.accounts.revokeToken(bo, record.id, SOURCE);
  assert.equal(problemOf(outcome).code, "unknown-token");
  for (let at = 1; at < 20; at++) valueOf(await make(String(at)));
  assert.equal(problemOf(await make("20")).code, "too-many-tokens");
  valueOf(await box.accounts.disable("an", ADMIN));
  const held = box.store.read.tokens.ofOwner(an).filter((token) => !token.revokedAtUnixMs);
  assert.deepEqual(held, []);
});
