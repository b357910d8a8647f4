import assert from "node:assert/strict";
import { join } from "node:path";
import { PinGuard } from "../../../../gateway/modems/cellular/pin_guard.ts";

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
  guard(): PinGuard {
    return new PinGuard(this.note, this.pinFile);
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
  folder.guard().decide({ sim: SIM, attemptsLeft: 3 });
  folder.guard().tried(false);
  assert.equal(folder.guard().decide({ sim: "89320420000099999999", attemptsLeft: 3 }).may, "try");
  folder.guard().tried(false);
  assert.equal(folder.guard().decide({ sim: SIM, attemptsLeft: 3 }).may, "not");
});

Deno.test("no PIN is tried without a file, with nonsense in it, or when nothing can be noted", () => {
  using folder = new Folder();
  assert.match(reasonOf(folder.guard().decide({})), /cannot read/);
  assert.match(reasonOf(new PinGuard(folder.note, undefined).decide({})), /modem.sim.pin_file/);
  folder.write("12");
  assert.match(reasonOf(folder.guard().decide({})), /no PIN of 4 to 8 digits/);
  folder.write("0000");
  Deno.writeTextFileSync(folder.note, "{");
  assert.match(reasonOf(folder.guard().decide({})), /remove it/);
  assert.throws(() => new PinGuard(join(folder.path, "no/sim.json"), folder.pinFile).decide({}));
});

function reasonOf(decision: ReturnType<PinGuard["decide"]>): string {
  return decision.may === "not" ? decision.reason : "";
}
