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

Deno.test("A person signs in with his password and the code of his app, and the chain says so", async () => {
  await using box = new PeopleBox();
  const { person, secret } = await box.person("an.peeters", "operator", "auditor");
  const first = await box.accounts.checkPassword(
    { name: " An.Peeters", password: PASSWORD },
    SOURCE,
  );
  const { ticket, ways } = valueOf(first);
  assert.deepEqual(ways, ["totp", "recovery"]);

  const signedIn = valueOf(await box.accounts.checkTotp(ticket, box.totp(secret), SOURCE));

  assert.equal(signedIn.number, person.number);
  assert.deepEqual(signedIn.roles, ["operator", "auditor"]);
  const { by, details, what } = box.entries().at(-1)!;
  assert.deepEqual({ by, details, what }, {
    by: { kind: "person", name: "an.peeters", id: person.id, from: SOURCE },
    details: { way: "totp" },
    what: "signed-in",
  });
});

Deno.test("A code of the app is taken once, and none of a step before it", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const codes = [box.totp(secret, -1), box.totp(secret), box.totp(secret, 1)];
  valueOf(await box.accounts.checkTotp(await box.ticket("an"), codes[1]!, SOURCE));

  const ticket = await box.ticket("an");
  for (const code of [codes[1]!, codes[0]!]) {
    assert.equal(problemOf(await box.accounts.checkTotp(ticket, code, SOURCE)).code, "wrong-totp");
  }
  valueOf(await box.accounts.checkTotp(ticket, codes[2]!, SOURCE));
});

Deno.test("A code that is two steps away is refused, as is what is no code", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const ticket = await box.ticket("an");
  for (const code of [box.totp(secret, 2), box.totp(secret, -2), "", "abcdef"]) {
    assert.equal(problemOf(await box.accounts.checkTotp(ticket, code, SOURCE)).code, "wrong-totp");
  }
  valueOf(await box.accounts.checkTotp(ticket, box.totp(secret, 1), SOURCE));
});

Deno.test("A recovery code signs in once, however it is typed", async () => {
  await using box = new PeopleBox();
  const { recoveryCodes } = await box.person("an", "operator");
  assert.equal(new Set(recoveryCodes).size, 10);
  const typed = ` ${recoveryCodes[0]!.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")}`;
  const person = valueOf(await box.accounts.checkRecovery(await box.ticket("an"), typed, SOURCE));
  assert.equal(person.recoveryCodesLeft, 9);

  const again = await box.accounts.checkRecovery(await box.ticket("an"), recoveryCodes[0]!, SOURCE);
  assert.equal(problemOf(again).code, "wrong-recovery-code");
  assert.equal(box.accounts.byName("an")!.recoveryCodesLeft, 9);
});

Deno.test("The ticket between password and code is for one sign-in, for five minutes and for the account as it was", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const codeOf = async (ticket: string) =>
    problemOf(await box.accounts.checkTotp(ticket, box.totp(secret), SOURCE)).code;

  const used = await box.ticket("an");
  valueOf(await box.accounts.checkTotp(used, box.totp(secret), SOURCE));
  assert.equal(await codeOf(used), "ticket-ended");
  assert.equal(await codeOf("made-up"), "ticket-ended");

  const late = await box.ticket("an");
  box.clock.advance(5 * 60_000);
  assert.equal(await codeOf(late), "ticket-ended");

  const before = await box.ticket("an");
  valueOf(await box.accounts.endSessions("an", ADMIN));
  assert.equal(await codeOf(before), "ticket-ended");
});

Deno.test("A name that no account has costs as many hashes as one that there is, and reads the same", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  await box.person("bo", "operator");
  valueOf(await box.accounts.disable("bo", ADMIN));
  valueOf(await box.accounts.add({ name: "cy", fullName: "Cy", roles: ["operator"] }, BOX));
  box.hashes = 0;
  const problems = [];
  // Wrong password · unknown · disabled, with the right password · never set up · no name at all.
  for (const name of ["an", "dirk", "bo", "cy", ""]) problems.push(await box.guess(name));
  const right = { name: "bo", password: PASSWORD };
  problems.push(problemOf(await box.accounts.checkPassword(right, SOURCE)));
  assert.equal(box.hashes, 6);
  for (const problem of problems) assert.deepEqual(problem, problems[0]);
  assert.equal(problems[0]!.code, "wrong-credentials");
});

Deno.test("Failed attempts are one entry a minute for each account and address, without what was typed as a name", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  const before = box.entries().length;
  for (const source of [SOURCE, SOURCE, SOURCE, "192.0.2.8"]) await box.guess("an", source);
  await box.guess(PASSWORD);
  await box.guess("hunter2 hunter2", "192.0.2.8");
  assert.equal(box.entries().length, before);

  box.runTimer();

  const kept = box.entries().slice(before).map(({ by, details, subjects, what }) => ({
    ...{ from: by.from, what, subjects, details },
  }));
  const an = { what: "sign-in-failed", subjects: [{ kind: "account", id: "an" }] };
  assert.deepEqual(kept, [
    { ...an, from: SOURCE, details: { count: 3, ways: ["password"] } },
    { ...an, from: "192.0.2.8", details: { count: 1, ways: ["password"] } },
    {
      from: undefined,
      what: "sign-in-failed",
      subjects: [],
      details: { count: 2, ways: ["password"], sources: 2, some: [SOURCE, "192.0.2.8"] },
    },
  ]);
});

Deno.test("Of two who come at the same time with one code, the app's or a recovery code, one signs in", async () => {
  await using box = new PeopleBox();
  const { recoveryCodes, secret } = await box.person("an", "operator");
  const [here, there] = [await box.ticket("an", SOURCE), await box.ticket("an", "198.51.100.4")];
  const code = box.totp(secret);
  const byApp = await Promise.all([
    box.accounts.checkTotp(here, code, SOURCE),
    box.accounts.checkTotp(there, code, "198.51.100.4"),
  ]);
  assert.deepEqual(byApp.map(({ ok }) => ok).toSorted(), [false, true]);
  const more = [await box.ticket("an", SOURCE), await box.ticket("an", "198.51.100.4")];
  const byRecovery = await Promise.all(
    more.map((ticket) => box.accounts.checkRecovery(ticket, recoveryCodes[0]!, SOURCE)),
  );
  assert.deepEqual(byRecovery.map(({ ok }) => ok).toSorted(), [false, true]);
});
