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

const AN = { name: "an", fullName: "An Peeters", roles: ["operator"] };

Deno.test("A one-time code sets an account up once, and nobody signs in to it before", async () => {
  await using box = new PeopleBox();
  const { code, person } = valueOf(await box.accounts.add(AN, BOX));
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.deepEqual([person.isSetUp, person.fullName], [false, "An Peeters"]);
  assert.equal((await box.guess("an")).code, "wrong-credentials");

  const { person: after, recoveryCodes } = await box.setUp(code.toLowerCase());

  assert.deepEqual([after.isSetUp, after.hasTotp, after.recoveryCodesLeft], [true, true, 10]);
  assert.equal(recoveryCodes.length, 10);
  assert.equal(problemOf(await box.accounts.beginSetUp(code, SOURCE)).code, "wrong-code");
  await box.ticket("an");
});

Deno.test("A one-time code ends after 72 hours, by what is past for certain", async () => {
  await using box = new PeopleBox();
  const { code } = valueOf(await box.accounts.add(AN, BOX));
  box.clock.advance(72 * 3_600_000 - 1);
  valueOf(await box.accounts.beginSetUp(code, SOURCE));
  box.clock.advance(1);
  assert.equal(problemOf(await box.accounts.beginSetUp(code, SOURCE)).code, "wrong-code");
});

Deno.test("Of two who begin with the same code only the first sets the account up", async () => {
  await using box = new PeopleBox();
  const { code } = valueOf(await box.accounts.add(AN, BOX));
  const slow = valueOf(await box.accounts.beginSetUp(code, "192.0.2.66")).ticket;
  const { secret } = valueOf(box.accounts.setUpSecret(slow));
  await box.setUp(code);
  const input = { ticket: slow, password: "another long one", totp: box.totp(secret) };
  assert.equal(problemOf(await box.accounts.finishSetUp(input, "192.0.2.66")).code, "ticket-ended");
  await box.ticket("an");
});

Deno.test("A set-up that goes wrong goes on with the same ticket, and the code of the app is used up with it", async () => {
  await using box = new PeopleBox();
  const { code } = valueOf(await box.accounts.add(AN, BOX));
  const { ticket } = valueOf(await box.accounts.beginSetUp(code, SOURCE));
  const { otpauthUri, secret } = valueOf(box.accounts.setUpSecret(ticket));
  assert.equal(valueOf(box.accounts.setUpSecret(ticket)).secret, secret);
  assert.match(otpauthUri, /^otpauth:\/\/totp\/Vigil:an\?issuer=Vigil&secret=[A-Z2-7]{32}&/);
  const finish = async (password: string, totp: string) =>
    problemOf(await box.accounts.finishSetUp({ ticket, password, totp }, SOURCE));
  assert.equal((await finish("too short", box.totp(secret))).code, "password-too-short");
  assert.equal((await finish(PASSWORD, box.totp(secret, 3))).field, "totp");

  const totp = box.totp(secret);
  valueOf(await box.accounts.finishSetUp({ ticket, password: PASSWORD, totp }, SOURCE));
  const again = await box.accounts.checkTotp(await box.ticket("an"), totp, SOURCE);
  assert.equal(problemOf(again).code, "wrong-totp");
});

Deno.test("Passwords are long enough, not the name and not what others try first", async () => {
  await using box = new PeopleBox();
  const account = { ...AN, name: "an.peeters-2" };
  const { code } = valueOf(await box.accounts.add(account, BOX));
  const { ticket } = valueOf(await box.accounts.beginSetUp(code, SOURCE));
  const { secret } = valueOf(box.accounts.setUpSecret(ticket));
  const codeOf = async (password: string) => {
    const input = { ticket, password, totp: box.totp(secret, 5) };
    return problemOf(await box.accounts.finishSetUp(input, SOURCE)).code;
  };
  const TRIED = {
    "password-too-short": ["", "elf tekens 1", "ééééééééééé".normalize("NFD")],
    "password-too-long": ["lang ".repeat(26)],
    "password-is-name": ["An Peeters 2026!", "anpeetersanpeeters"],
    "password-is-common": [
      "Password12345!",
      "wachtwoord wachtwoord",
      "aaaaaaaaaaaaaa",
      "123456789012",
    ],
    // The password is taken: what is left is the wrong code.
    "wrong-totp": [PASSWORD, "correct horse battery staple", "пароль длинный", "lang ".repeat(25)],
  };
  assert.equal("elf tekens 1".length, 12);
  for (const [expected, passwords] of Object.entries(TRIED)) {
    for (const password of passwords) {
      const wanted = password === "elf tekens 1" ? "wrong-totp" : expected;
      assert.equal(await codeOf(password), wanted, password);
    }
  }
});

Deno.test("Wrong one-time codes are limited for each address, and kept without the code", async () => {
  await using box = new PeopleBox();
  const { code } = valueOf(await box.accounts.add(AN, BOX));
  for (let time = 0; time < 61; time++) {
    problemOf(await box.accounts.beginSetUp("0000-0000-0000-0000", "192.0.2.66"));
  }
  assert.equal(problemOf(await box.accounts.beginSetUp(code, "192.0.2.66")).code, "locked-out");
  valueOf(await box.accounts.beginSetUp(code, SOURCE));
  box.runTimer();
  const { details, what } = box.entries().at(-1)!;
  assert.deepEqual({ details, what }, {
    what: "sign-in-failed",
    details: { count: 61, ways: ["code"] },
  });
});

Deno.test("The first claim makes an administrator while there is none who can sign in, and only then", async () => {
  await using box = new PeopleBox();
  const code = box.accounts.claimCode!;
  assert.equal(box.accounts.claimCode, code);
  const claim = { code, name: "chief", fullName: "The Chief" };
  const wrong = await box.accounts.claim({ ...claim, code: "0000-0000-0000-0000" }, SOURCE);
  assert.equal(problemOf(wrong).code, "wrong-code");
  // Who is cut off in between begins again.
  valueOf(await box.accounts.claim(claim, SOURCE));
  assert.deepEqual(box.accounts.list(), []);
  const late = valueOf(await box.accounts.claim({ ...claim, name: "rival" }, SOURCE)).ticket;
  const { secret: lateSecret } = valueOf(box.accounts.setUpSecret(late));

  const { ticket } = valueOf(await box.accounts.claim(claim, SOURCE));
  const { secret } = valueOf(box.accounts.setUpSecret(ticket));
  const input = { ticket, password: PASSWORD, totp: box.totp(secret) };
  const { person, recoveryCodes } = valueOf(await box.accounts.finishSetUp(input, SOURCE));

  assert.deepEqual([person.name, person.roles, person.isSetUp], ["chief", ["admin"], true]);
  assert.equal(recoveryCodes.length, 10);
  assert.equal(box.entries().at(-1)!.what, "account-claimed");
  assert.equal(box.accounts.claimCode, undefined);
  assert.equal(problemOf(await box.accounts.claim(claim, SOURCE)).code, "wrong-code");
  const rival = { ticket: late, password: PASSWORD, totp: box.totp(lateSecret) };
  assert.equal(problemOf(await box.accounts.finishSetUp(rival, SOURCE)).code, "ticket-ended");
  assert.equal(box.accounts.byName("rival"), undefined);
});

Deno.test("A code for a claim is never asked for in vain: an administrator without a set-up does not count", async () => {
  await using box = new PeopleBox();
  const admin = { name: "chief", fullName: "Chief", roles: ["admin"] };
  const { code } = valueOf(await box.accounts.add(admin, BOX));
  assert.notEqual(box.accounts.claimCode, undefined);
  const claim = { code: box.accounts.claimCode!, name: "rival", fullName: "Rival" };
  await box.setUp(code);
  assert.equal(box.accounts.claimCode, undefined);
  assert.equal(problemOf(await box.accounts.claim(claim, SOURCE)).code, "wrong-code");
  valueOf(await box.accounts.disable("chief", BOX));
  assert.notEqual(box.accounts.claimCode, undefined);
  assert.equal(problemOf(await box.accounts.disable("no-such", ADMIN)).code, "unknown-account");
});
