import assert from "node:assert/strict";
import { Accounts } from "../../../handlers/accounts/accounts.ts";
import { Lockout } from "../../../handlers/accounts/lockout.ts";
import { TestClock } from "../../support/clocks.ts";
import {
  BOX,
  PASSWORD,
  PeopleBox,
  problemOf,
  quickHash,
  SOURCE,
  valueOf,
} from "../../support/people.ts";

const OTHER = "198.51.100.4";

Deno.test("After five failures an account waits 30 s at that address, then twice as long each time, up to 15 min", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  for (let time = 0; time < 5; time++) {
    assert.equal((await box.guess("an")).code, "wrong-credentials");
  }
  const waits = [];
  for (let time = 0; time < 7; time++) {
    box.hashes = 0;
    const { code, retryAfterS } = await box.guess("an");
    assert.deepEqual([code, box.hashes], ["locked-out", 0]);
    waits.push(retryAfterS);
    box.clock.advance(retryAfterS! * 1_000);
    assert.equal((await box.guess("an")).code, "wrong-credentials");
  }
  assert.deepEqual(waits, [30, 60, 120, 240, 480, 900, 900]);
});

Deno.test("Nobody else waits: neither the owner at another address nor others at the same one", async () => {
  await using box = new PeopleBox();
  const an = await box.person("an", "operator");
  await box.person("bo", "operator");
  for (let time = 0; time < 5; time++) await box.guess("an", OTHER);
  const right = { name: "an", password: PASSWORD };
  assert.equal(problemOf(await box.accounts.checkPassword(right, OTHER)).code, "locked-out");
  const ticket = await box.ticket("an", SOURCE);
  valueOf(await box.accounts.checkTotp(ticket, box.totp(an.secret), SOURCE));
  await box.ticket("bo", OTHER);
});

Deno.test("Codes are guessed no more often than passwords, with however many tickets", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const tickets = [await box.ticket("an", OTHER), await box.ticket("an", OTHER)];
  const wrong = box.totp(secret, 9);
  for (let time = 0; time < 5; time++) {
    const outcome = await box.accounts.checkTotp(tickets[time % 2]!, wrong, OTHER);
    assert.equal(problemOf(outcome).code, "wrong-totp");
  }
  const right = await box.accounts.checkTotp(tickets[0]!, box.totp(secret), OTHER);
  assert.equal(problemOf(right).code, "locked-out");
});

Deno.test("A password that was right does not end the wait for wrong codes", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  for (let time = 0; time < 5; time++) {
    const ticket = await box.ticket("an", OTHER);
    problemOf(await box.accounts.checkTotp(ticket, box.totp(secret, 9), OTHER));
  }
  assert.equal((await box.guess("an", OTHER)).code, "locked-out");
});

Deno.test("Codes that come at the same time count one by one", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const ticket = await box.ticket("an", OTHER);
  const codes = [...Array<string>(20).fill(box.totp(secret, 9)), box.totp(secret)];
  const outcomes = await Promise.all(
    codes.map((code) => box.accounts.checkTotp(ticket, code, OTHER)),
  );
  const problems = outcomes.map((outcome) => problemOf(outcome).code);
  assert.equal(problems.filter((code) => code === "wrong-totp").length, 5);
  assert.equal(problems.at(-1), "locked-out");
});

Deno.test("After 30 failures from anywhere only known addresses and the box itself may try an account", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const ticket = await box.ticket("an", SOURCE);
  valueOf(await box.accounts.checkTotp(ticket, box.totp(secret), SOURCE));
  await box.person("bo", "operator");
  for (let time = 0; time < 30; time++) await box.guess("an", `203.0.113.${time}`);

  const { code, retryAfterS } = await box.guess("an", OTHER);
  assert.deepEqual({ code, isWithinTheHour: retryAfterS! <= 3_600 }, {
    code: "locked-out",
    isWithinTheHour: true,
  });
  await box.ticket("an", SOURCE);
  await box.ticket("an", "127.0.0.1");
  await box.ticket("an", "::1");
  await box.ticket("bo", OTHER);

  box.clock.advance(3_600_000);
  await box.ticket("an", OTHER);
});

Deno.test("An address from which an owner signed in is known after a restart as well", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  valueOf(await box.accounts.checkTotp(await box.ticket("an", SOURCE), box.totp(secret), SOURCE));
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const ports = { store: box.store, clock: box.clock, raise() {}, log, derive: quickHash };
  await using restarted = new Accounts(ports);
  const tryFrom = (source: string, password: string) =>
    restarted.checkPassword({ name: "an", password }, source);
  for (let time = 0; time < 30; time++) await tryFrom(`203.0.113.${time}`, "a wrong one");
  assert.equal(problemOf(await tryFrom(OTHER, PASSWORD)).code, "locked-out");
  assert.ok((await tryFrom(SOURCE, PASSWORD)).ok);
});

Deno.test("An address that tries one account after another waits out its minute, but not who is known there", async () => {
  await using box = new PeopleBox();
  const { secret } = await box.person("an", "operator");
  const ticket = await box.ticket("an", SOURCE);
  valueOf(await box.accounts.checkTotp(ticket, box.totp(secret), SOURCE));
  const bo = { name: "bo", fullName: "Bo", roles: ["operator"] };
  await box.setUp(valueOf(await box.accounts.add(bo, BOX)).code, PASSWORD, OTHER);
  for (let time = 0; time < 61; time++) await box.guess(`name-${time}`, SOURCE);
  box.hashes = 0;
  assert.deepEqual(
    [(await box.guess("bo", SOURCE)).code, (await box.guess("name-99", SOURCE)).code, box.hashes],
    ["locked-out", "locked-out", 0],
  );
  await box.ticket("an", SOURCE);
  await box.ticket("bo", OTHER);
  box.clock.advance(60_000);
  assert.equal((await box.guess("bo", SOURCE)).code, "wrong-credentials");
});

Deno.test("Guessing is an event of security, once an hour for an account, with no name that nobody has", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  for (let time = 0; time < 8; time++) {
    await box.guess("an", OTHER);
    await box.guess("no-such", OTHER);
  }
  for (let time = 0; time < 30; time++) await box.guess("an", `203.0.113.${time}`);
  const event = { name: "security", reason: "sign-in-guessed" };
  assert.deepEqual(box.raised, [{ ...event, details: { account: "an", source: OTHER } }]);
});

Deno.test("The wall clock has no part in who has to wait", async () => {
  await using box = new PeopleBox();
  await box.person("an", "operator");
  for (let time = 0; time < 5; time++) await box.guess("an");
  box.clock.stepWall(10 * 365 * 86_400_000);
  assert.equal((await box.guess("an")).code, "locked-out");
});

Deno.test("An address from which somebody has signed in comes before those from which none has", () => {
  const lockout = new Lockout({ clock: new TestClock(), raise() {} });
  lockout.succeeded("an", SOURCE);
  lockout.failed("an", SOURCE, true);
  lockout.failed("an", OTHER, true);
  const [known, guessing, fresh] = [SOURCE, OTHER, "192.0.2.99"]
    .map((source) => lockout.suspicionOf(source));
  assert.ok(known! < fresh! && fresh! < guessing!, `${known} ${fresh} ${guessing}`);
});
