import assert from "node:assert/strict";
import {
  ADMIN,
  BOX,
  PASSWORD,
  PeopleBox,
  problemOf,
  SOURCE,
  valueOf,
} from "../../support/people.ts";

Deno.test("Names, full names and roles are what they may be, or nothing is made", async () => {
  await using box = new PeopleBox();
  const an = { name: "an", fullName: "An", roles: ["operator"] };
  const codeOf = async (change: Partial<typeof an>) =>
    problemOf(await box.accounts.add({ ...an, ...change }, ADMIN)).code;
  for (const name of ["", "An", "-an", ".an", "an peeters", "é", "a".repeat(65), "an\n"]) {
    assert.equal(await codeOf({ name }), "invalid-name", name);
  }
  for (
    const fullName of ["", " ", "a".repeat(129), "An\u202e", "An\nPeeters", "An\u200b", "\u3164"]
  ) {
    assert.equal(await codeOf({ fullName }), "invalid-full-name");
  }
  for (const roles of [[], ["dispatch"], ["monitor"], ["operator", "operator"], ["root"]]) {
    assert.equal(await codeOf({ roles }), "invalid-roles");
  }
  assert.deepEqual(box.accounts.list(), []);
  valueOf(await box.accounts.add({ ...an, name: "a".repeat(64) }, ADMIN));
  valueOf(await box.accounts.add({ ...an, name: "0.a_b-c", roles: ["admin", "operator"] }, ADMIN));
  assert.deepEqual(box.accounts.list().map(({ roles }) => roles), [["operator", "admin"], [
    "operator",
  ]]);
});

Deno.test("An account has a name that neither an account nor a valid token has", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  const again = { name: "an", fullName: "Another An", roles: ["admin"] };
  assert.equal(problemOf(await box.accounts.add(again, ADMIN)).code, "name-taken");
  assert.equal(box.accounts.byName("AN")!.fullName, "an");
});

Deno.test("What was changed holds at once, and is the administrator's in the chain", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  valueOf(await box.accounts.rename("an", "An Peeters", ADMIN));
  valueOf(await box.accounts.setRoles("an", ["technician", "operator"], ADMIN));
  const { fullName, roles } = box.accounts.byName("an")!;
  assert.deepEqual([fullName, roles], ["An Peeters", ["operator", "technician"]]);
  assert.deepEqual(box.entries().slice(-2).map(({ by, what }) => [by.name, what]), [
    ["chief", "account-renamed"],
    ["chief", "account-roles-changed"],
  ]);
});

Deno.test("A reset ends password, codes, passkeys, tickets and sessions, and its code sets the account up", async () => {
  await using box = new PeopleBox();
  const { person, recoveryCodes, secret } = await box.person("an", "operator");
  const ticket = await box.ticket("an");
  const { code, person: after } = valueOf(await box.accounts.reset("an", ADMIN));
  assert.ok(after.generation > person.generation);
  assert.deepEqual([after.isSetUp, after.hasTotp, after.recoveryCodesLeft], [false, false, 0]);
  const right = { name: "an", password: PASSWORD };
  assert.equal(
    problemOf(await box.accounts.checkPassword(right, SOURCE)).code,
    "wrong-credentials",
  );
  for (
    const outcome of [
      await box.accounts.checkTotp(ticket, box.totp(secret), SOURCE),
      await box.accounts.checkRecovery(ticket, recoveryCodes[0]!, SOURCE),
    ]
  ) assert.equal(problemOf(outcome).code, "ticket-ended");
  const { person: again } = await box.setUp(code, "een heel ander woord");
  assert.ok(again.generation > after.generation);
});

Deno.test("A code that was replaced by a newer one, or whose account was disabled, sets nothing up", async () => {
  await using box = new PeopleBox();
  const { code } = valueOf(
    await box.accounts.add({ name: "an", fullName: "An", roles: ["operator"] }, ADMIN),
  );
  const { code: newer } = valueOf(await box.accounts.reset("an", ADMIN));
  assert.equal(problemOf(await box.accounts.beginSetUp(code, SOURCE)).code, "wrong-code");
  valueOf(await box.accounts.beginSetUp(newer, SOURCE));
  valueOf(await box.accounts.disable("an", ADMIN));
  assert.equal(problemOf(await box.accounts.beginSetUp(newer, SOURCE)).code, "wrong-code");
});

Deno.test("Who is disabled signs in no longer, and is enabled with a new code only", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  const before = box.accounts.byName("an")!;
  const after = valueOf(await box.accounts.disable("an", ADMIN));
  assert.ok(after.isDisabled && after.generation > before.generation);
  assert.equal((await box.guess("an")).code, "wrong-credentials");
  assert.equal(problemOf(await box.accounts.reset("an", ADMIN)).code, "account-disabled");
  const { code } = valueOf(await box.accounts.enable("an", ADMIN));
  assert.equal(problemOf(await box.accounts.enable("an", ADMIN)).code, "account-not-disabled");
  assert.equal((await box.guess("an")).code, "wrong-credentials");
  await box.setUp(code);
  await box.ticket("an");
});

Deno.test("The last administrator who can sign in is ended by the box only", async () => {
  await using box = new PeopleBox();
  await box.person("chief", "admin");
  const outcomes = [
    await box.accounts.disable("chief", ADMIN),
    await box.accounts.reset("chief", ADMIN),
    await box.accounts.setRoles("chief", ["operator"], ADMIN),
  ];
  assert.deepEqual(outcomes.map((outcome) => problemOf(outcome).code), Array(3).fill("last-admin"));
  await box.person("second", "admin");
  valueOf(await box.accounts.setRoles("second", ["operator"], ADMIN));
  assert.equal(problemOf(await box.accounts.disable("chief", ADMIN)).code, "last-admin");
  valueOf(await box.accounts.disable("chief", BOX));
});
