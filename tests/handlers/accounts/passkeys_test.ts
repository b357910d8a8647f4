import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { Authenticator, type Lies } from "../../support/authenticator.ts";
import { ADMIN, PeopleBox, problemOf, SOURCE, valueOf } from "../../support/people.ts";

const ORIGIN = "https://gw.example:8080";

/** Somebody with a passkey. */
async function withPasskey(box: PeopleBox, name = "an", counts = true) {
  const { person: { number } } = await box.person(name, "operator");
  const authenticator = new Authenticator(ORIGIN, counts);
  const person = valueOf(await addTo(box, number, authenticator));
  return { authenticator, number, person };
}

async function addTo(box: PeopleBox, number: number, authenticator: Authenticator, lies?: Lies) {
  const { accounts } = box;
  const { options, ticket } = valueOf(await accounts.passkeyCreation(number, ORIGIN));
  const made = authenticator.create(options, lies);
  return await accounts.addPasskey(number, ticket, made, "Phone", ORIGIN, SOURCE);
}

async function signIn(box: PeopleBox, authenticator: Authenticator, lies?: Lies) {
  const { options, ticket } = valueOf(await box.accounts.passkeyRequest(ORIGIN));
  const response = authenticator.get(options, lies);
  return await box.accounts.checkPasskey(ticket, response, ORIGIN, SOURCE);
}

Deno.test("A passkey signs its owner in without anything else, and the chain says so", async () => {
  await using box = new PeopleBox();
  const { authenticator, number, person } = await withPasskey(box);
  assert.deepEqual(person.passkeys, [
    { id: authenticator.id, label: "Phone", createdAtUnixMs: box.clock.unixMs() },
  ]);
  const signedIn = valueOf(await signIn(box, authenticator));
  assert.equal(signedIn.number, number);
  assert.equal(signedIn.passkeys[0]!.usedAtUnixMs, box.clock.unixMs());
  const { details, what } = box.entries().at(-1)!;
  assert.deepEqual({ details, what }, { what: "signed-in", details: { way: "passkey" } });
  const ways = valueOf(
    await box.accounts.checkPassword({ name: "an", password: "drie blauwe fietsen" }, SOURCE),
  ).ways;
  assert.deepEqual(ways, ["totp", "recovery", "passkey"]);
});

Deno.test("A passkey is asked for with its owner verified, and is made so that it needs no name", async () => {
  await using box = new PeopleBox();
  const { number, authenticator, person } = await withPasskey(box);
  const request = valueOf(await box.accounts.passkeyRequest(ORIGIN)).options;
  assert.deepEqual([request["rpId"], request["userVerification"]], ["gw.example", "required"]);
  assert.equal(request["allowCredentials"], undefined);
  const { options } = valueOf(await box.accounts.passkeyCreation(number, ORIGIN));
  assert.deepEqual(options["rp"], { id: "gw.example", name: "Vigil" });
  assert.deepEqual(options["excludeCredentials"], [{ type: "public-key", id: authenticator.id }]);
  assert.doesNotMatch((options["user"] as { id: string }).id, /an/);
  assert.deepEqual(options["authenticatorSelection"], {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  assert.equal(person.passkeys.length, 1);
});

Deno.test("What was not signed as it was asked proves nobody", async () => {
  await using box = new PeopleBox();
  const { authenticator } = await withPasskey(box);
  const other = await withPasskey(box, "bo");
  const LIES: Readonly<Record<string, Lies>> = {
    "another origin": { origin: "https://evil.example" },
    "another port": { origin: "https://gw.example" },
    "another host": { rpId: "evil.example" },
    "another challenge": { challenge: "AAAA" },
    "no user verification": { isUserVerified: false },
    "a count of before": { signCount: 0 },
    "another owner": { userHandle: "AAAAAAAAAAA" },
    "no owner": { userHandle: "" },
    "another key": { key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey },
  };
  for (const [what, lies] of Object.entries(LIES)) {
    // One that did sign raises the count, so that 0 is one of before.
    valueOf(await signIn(box, authenticator));
    assert.equal(problemOf(await signIn(box, authenticator, lies)).code, "wrong-passkey", what);
  }
  assert.equal(valueOf(await signIn(box, other.authenticator)).name, "bo");
});

Deno.test("What was recorded is no use a second time, nor with another challenge, nor later", async () => {
  await using box = new PeopleBox();
  const { authenticator } = await withPasskey(box, "an", false);
  const { accounts } = box;
  const { options, ticket } = valueOf(await accounts.passkeyRequest(ORIGIN));
  const response = authenticator.get(options);
  valueOf(await accounts.checkPasskey(ticket, response, ORIGIN, SOURCE));
  const again = async (challenge: string) =>
    problemOf(await accounts.checkPasskey(challenge, response, ORIGIN, SOURCE)).code;
  assert.equal(await again(ticket), "ticket-ended");
  const fresh = valueOf(await accounts.passkeyRequest(ORIGIN));
  assert.equal(await again(fresh.ticket), "wrong-passkey");
  assert.equal(await again("made-up"), "ticket-ended");
  const late = authenticator.get(fresh.options);
  box.clock.advance(5 * 60_000);
  const outcome = await accounts.checkPasskey(fresh.ticket, late, ORIGIN, SOURCE);
  assert.equal(problemOf(outcome).code, "ticket-ended");
  // An authenticator that does not count signs in as often as it likes.
  valueOf(await signIn(box, authenticator));
});

Deno.test("A passkey of an account that is disabled, or was reset, proves nobody", async () => {
  await using box = new PeopleBox();
  const { authenticator } = await withPasskey(box);
  valueOf(await box.accounts.disable("an", ADMIN));
  assert.equal(problemOf(await signIn(box, authenticator)).code, "wrong-passkey");
  const { code } = valueOf(await box.accounts.enable("an", ADMIN));
  await box.setUp(code);
  assert.equal(problemOf(await signIn(box, authenticator)).code, "wrong-passkey");
  assert.deepEqual(box.accounts.byName("an")!.passkeys, []);
});

Deno.test("A passkey that was made otherwise than asked is not taken, and one only once", async () => {
  await using box = new PeopleBox();
  const { authenticator, number } = await withPasskey(box);
  const LIES: Lies[] = [
    { origin: "https://evil.example" },
    { rpId: "evil.example" },
    { challenge: "AAAA" },
    { isUserVerified: false },
  ];
  for (const lies of LIES) {
    const outcome = await addTo(box, number, new Authenticator(ORIGIN), lies);
    assert.equal(problemOf(outcome).code, "wrong-passkey");
  }
  assert.equal(problemOf(await addTo(box, number, authenticator)).code, "wrong-passkey");
  const bo = await box.person("bo", "operator");
  assert.equal(problemOf(await addTo(box, bo.person.number, authenticator)).code, "wrong-passkey");
  assert.equal(box.accounts.byName("an")!.passkeys.length, 1);
});

Deno.test("The ticket of a passkey that is made is its owner's, and for one passkey", async () => {
  await using box = new PeopleBox();
  const an = await box.person("an", "operator");
  const bo = await box.person("bo", "operator");
  const authenticator = new Authenticator(ORIGIN);
  const { options, ticket } = valueOf(await box.accounts.passkeyCreation(an.person.number, ORIGIN));
  const made = authenticator.create(options);
  const add = (number: number) =>
    box.accounts.addPasskey(number, ticket, made, "Phone", ORIGIN, SOURCE);
  assert.equal(problemOf(await add(bo.person.number)).code, "ticket-ended");
  valueOf(await add(an.person.number));
  assert.equal(problemOf(await add(an.person.number)).code, "ticket-ended");
});

Deno.test("A passkey is removed by its owner only, and holds no longer", async () => {
  await using box = new PeopleBox();
  const { authenticator, number } = await withPasskey(box);
  const bo = await box.person("bo", "operator");
  const remove = (owner: number) => box.accounts.removePasskey(owner, authenticator.id, SOURCE);
  assert.equal(problemOf(await remove(bo.person.number)).code, "unknown-passkey");
  assert.deepEqual(valueOf(await remove(number)).passkeys, []);
  assert.equal(problemOf(await signIn(box, authenticator)).code, "wrong-passkey");
});

Deno.test("Passkeys are for pages by HTTPS under a name, and for localhost", async () => {
  await using box = new PeopleBox();
  const { person } = await box.person("an", "operator");
  for (const origin of ["https://gw.example", "https://gw", "http://localhost:8080"]) {
    valueOf(await box.accounts.passkeyRequest(origin));
  }
  for (
    const origin of [
      "http://gw.example:8080",
      "https://192.0.2.1",
      "https://[2001:db8::1]:8080",
      "http://127.0.0.1:8080",
      "null",
      "",
    ]
  ) {
    const outcomes = [
      await box.accounts.passkeyRequest(origin),
      await box.accounts.passkeyCreation(person.number, origin),
      await box.accounts.checkPasskey("x", {}, origin, SOURCE),
    ];
    for (const outcome of outcomes) assert.equal(problemOf(outcome).code, "passkeys-need-https");
  }
});

Deno.test("What is no passkey at all is refused as one that is wrong, and counts for the address", async () => {
  await using box = new PeopleBox();
  await withPasskey(box);
  for (const response of [undefined, null, 1, "x", {}, { id: 1 }, { id: "AAAA" }, { id: "" }]) {
    const { ticket } = valueOf(await box.accounts.passkeyRequest(ORIGIN));
    const outcome = await box.accounts.checkPasskey(ticket, response, ORIGIN, SOURCE);
    assert.equal(problemOf(outcome).code, "wrong-passkey");
  }
  const { ticket } = valueOf(await box.accounts.passkeyRequest(ORIGIN));
  for (let time = 0; time < 61; time++) {
    await box.accounts.checkPasskey(ticket, {}, ORIGIN, SOURCE);
  }
  const outcome = await box.accounts.checkPasskey(ticket, {}, ORIGIN, SOURCE);
  assert.equal(problemOf(outcome).code, "locked-out");
});
