import assert from "node:assert/strict";
import { join } from "node:path";
import { PinProvider } from "../../../../gateway/modems/cellular/pin_provider.ts";
import { PinGuard } from "../../../../gateway/modems/cellular/pin_guard.ts";
import { KeptLog } from "../../../support/kept_log.ts";

const SIM = "89320420000012345678";

/** A folder with a PIN file, gone with the test. */
class Folder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "vigil-pin-" });
  readonly pinFile = join(this.path, "pin");
  readonly note = join(this.path, "sim.json");

  constructor(pin?: string) {
    if (pin !== undefined) this.write(pin);
  }

  write(pin: string): void {
    Deno.writeTextFileSync(this.pinFile, `${pin}\n`);
  }

  /** As after a start of the program. */
  guard(modem = "sms-1"): PinGuard {
    return new PinGuard({ notePath: this.note, pinFile: this.pinFile, modem });
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

Deno.test("a PIN that was refused is never tried again, until the file says another one", () => {
  using folder = new Folder("0000");
  const first = folder.guard();
  assert.deepEqual(first.decide({ sim: SIM, attemptsLeft: 3 }), { may: "try", pin: "0000" });
  first.tried(false);
  assert.equal(first.decide({ sim: SIM, attemptsLeft: 2 }).may, "not");
  assert.equal(folder.guard().decide({ sim: SIM, attemptsLeft: 3 }).may, "not");
  folder.write("4711");
  assert.deepEqual(folder.guard().decide({ sim: SIM, attemptsLeft: 2 }), {
    may: "try",
    pin: "4711",
  });
});

Deno.test("a PIN whose attempt was cut off is tried again only if the SIM did not count it", () => {
  using folder = new Folder("0000");
  folder.guard().decide({ sim: SIM, attemptsLeft: 3 });
  assert.equal(folder.guard().decide({ sim: SIM, attemptsLeft: 2 }).may, "not");
  assert.equal(folder.guard().decide({ sim: SIM }).may, "not");
  assert.equal(folder.guard().decide({ sim: SIM, attemptsLeft: 3 }).may, "try");
});

Deno.test("a PIN to which a SIM said nothing is not tried again, whatever the SIM counts", () => {
  using folder = new Folder("0000");
  const guard = folder.guard();
  guard.decide({ sim: SIM, attemptsLeft: 3 });
  guard.tried(undefined);
  assert.match(reasonOf(guard.decide({ sim: SIM, attemptsLeft: 3 })), /is not known/);
});

Deno.test("a PIN that was right leaves no note behind", () => {
  using folder = new Folder("4711");
  const guard = folder.guard();
  guard.decide({ sim: SIM });
  guard.tried(true);
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["pin"]);
  assert.equal(folder.guard().decide({ sim: SIM }).may, "try");
});

Deno.test("the last attempt is left to people, and another SIM is not judged by the first one", () => {
  using folder = new Folder("0000");
  assert.equal(folder.guard().decide({ sim: SIM, attemptsLeft: 1 }).may, "not");
  const guard = folder.guard();
  guard.decide({ sim: SIM, attemptsLeft: 3 });
  guard.tried(false);
  assert.equal(guard.decide({ sim: "89320420000099999999", attemptsLeft: 3 }).may, "try");
  guard.tried(false);
  assert.equal(folder.guard().decide({ sim: SIM, attemptsLeft: 3 }).may, "not");
});

Deno.test("a SIM that refused a PIN is known even if its number is given only once", () => {
  for (const [first, again] of [[SIM, undefined], [undefined, SIM]]) {
    using folder = new Folder("0000");
    const guard = folder.guard();
    guard.decide(first === undefined ? {} : { sim: first });
    guard.tried(false);
    assert.equal(folder.guard().decide(again === undefined ? {} : { sim: again }).may, "not");
  }
});

Deno.test("a PIN that a SIM refused in one modem is not tried on it in another", () => {
  using folder = new Folder("0000");
  const [first, second] = [folder.guard("sms-1"), folder.guard("sms-2")];
  first.decide({ sim: SIM });
  assert.equal(second.decide({ sim: SIM }).may, "not");
  assert.equal(second.decide({ sim: "89320420000099999999" }).may, "try");
  first.tried(false);
  second.tried(true);
  assert.equal(folder.guard("sms-2").decide({ sim: SIM }).may, "not");
  assert.equal(folder.guard("sms-2").decide({ sim: "89320420000099999999" }).may, "try");
});

Deno.test("a PIN file that goes back to what was refused stays refused", () => {
  using folder = new Folder("0000");
  const guard = folder.guard();
  for (const pin of ["0000", "1111"]) {
    folder.write(pin);
    assert.equal(guard.decide({ sim: SIM, attemptsLeft: 3 }).may, "try");
    guard.tried(false);
  }
  folder.write("0000");
  assert.match(reasonOf(guard.decide({ sim: SIM, attemptsLeft: 3 })), /has refused this PIN/);
});

Deno.test("a PIN whose result is unknown says how to try it again", () => {
  using folder = new Folder("4711");
  folder.guard().decide({ sim: SIM });
  assert.match(reasonOf(folder.guard().decide({ sim: SIM })), /then remove .*sim\.json/);
  const noting = new PinProvider(folder.guard("sms-2"), "sms-2", new KeptLog());
  assert.equal(noting.pinFor({ sim: "89320420000099999999" }), "4711");
  Deno.removeSync(folder.note);
  Deno.mkdirSync(join(folder.note, "in the way"), { recursive: true });
  noting.tried(false);
});

Deno.test("no PIN is tried without a file, with nonsense in it, or when nothing can be noted", () => {
  using folder = new Folder();
  const options = { notePath: folder.note, pinFile: folder.pinFile, modem: "sms-1" };
  assert.match(reasonOf(folder.guard().decide({})), /cannot read/);
  assert.match(
    reasonOf(new PinGuard({ ...options, pinFile: undefined }).decide({})),
    /modem.sim.pin_file/,
  );
  folder.write("12");
  assert.match(reasonOf(folder.guard().decide({})), /no PIN of 4 to 8 digits/);
  folder.write("0000");
  Deno.writeTextFileSync(folder.note, "{");
  assert.match(reasonOf(folder.guard().decide({})), /remove it/);
  const notePath = join(folder.path, "no/sim.json");
  assert.throws(() => new PinGuard({ ...options, notePath }).decide({}));
});

function reasonOf(decision: ReturnType<PinGuard["decide"]>): string {
  return decision.may === "not" ? decision.reason : "";
}
