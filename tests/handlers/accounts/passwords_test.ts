import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { HASH_QUEUE, Passwords } from "../../../handlers/accounts/passwords.ts";

const SOURCE = "192.0.2.7";

Deno.test("The published hash of scrypt is that of its password, and of no other", async () => {
  // RFC 7914, section 12, the second vector: N = 1024, r = 8, p = 16.
  const hash = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162" +
    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640";
  const base64url = Buffer.from(hash, "hex").toString("base64url");
  const salt = Buffer.from("NaCl").toString("base64url");
  const kept = `scrypt$10$8$16$${salt}$${base64url}`;
  const passwords = new Passwords();
  assert.equal(await passwords.verify("password", kept, SOURCE), true);
  assert.equal(await passwords.verify("Password", kept, SOURCE), false);
});

Deno.test("A password is kept as its hash with 32 MiB of work, and its accents may be typed either way", async () => {
  const passwords = new Passwords();
  const kept = await passwords.hash("drie café-fietsen", SOURCE);
  assert.match(kept, /^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await passwords.verify("drie café-fietsen".normalize("NFD"), kept, SOURCE), true);
});

Deno.test("What is no hash of ours proves nothing, and does not say how much memory is taken", async () => {
  const asked: number[] = [];
  const passwords = new Passwords((_password, _salt, bytes, { log2N }) => {
    asked.push(log2N);
    return Promise.resolve(new Uint8Array(bytes));
  });
  const zeros = Buffer.alloc(32).toString("base64url");
  for (
    const kept of [undefined, "", "x", `scrypt$31$8$1$AAAA$${zeros}`, `scrypt$0$8$1$AA$${zeros}`]
  ) {
    assert.equal(await passwords.verify("password", kept, SOURCE), false);
  }
  assert.deepEqual(asked, [15, 15, 15, 15, 15]);
});

/** Hashes that take until the test lets them go. */
class SlowHashes {
  readonly begun: string[] = [];
  running = 0;
  most = 0;
  #release: (() => void)[] = [];
  readonly passwords: Passwords;

  constructor(suspicionOf?: (source: string) => number) {
    this.passwords = new Passwords(async (password, _salt, bytes) => {
      this.begun.push(password);
      this.most = Math.max(this.most, ++this.running);
      await new Promise<void>((resolve) => this.#release.push(resolve));
      this.running--;
      return new Uint8Array(bytes);
    }, suspicionOf);
  }

  async release(): Promise<void> {
    while (this.#release.length > 0) {
      this.#release.shift()!();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
  }
}

Deno.test("One hash is computed at a time, and of more than eight the ninth is told to come back", async () => {
  const slow = new SlowHashes();
  const sources = [...Array(HASH_QUEUE + 1).keys()].map((at) => `192.0.2.${at}`);
  const outcomes = sources.map((source) => slow.passwords.verify(source, undefined, source));
  assert.equal(await outcomes.at(-1), "busy");
  await slow.release();
  assert.deepEqual(await Promise.all(outcomes.slice(0, -1)), Array(HASH_QUEUE).fill(false));
  assert.equal(slow.most, 1);
});

Deno.test("An address that fills the queue gives way to others, and they do not wait behind it", async () => {
  const slow = new SlowHashes();
  const flood = [...Array(HASH_QUEUE).keys()]
    .map((at) => slow.passwords.verify(`guess ${at}`, undefined, "203.0.113.9"));
  const own = slow.passwords.verify("own", undefined, SOURCE);
  assert.equal(await flood.at(-1), "busy");
  await slow.release();
  assert.equal(await own, false);
  assert.deepEqual(slow.begun.slice(0, 3), ["guess 0", "own", "guess 1"]);
});

Deno.test("In a queue that many addresses fill, one that has not failed lately takes the place of one that has", async () => {
  const guessers = [...Array(HASH_QUEUE).keys()].map((at) => `203.0.113.${at}`);
  const slow = new SlowHashes((source) => guessers.indexOf(source) + 1);
  const outcomes = guessers.map((source) => slow.passwords.verify(source, undefined, source));
  const own = slow.passwords.verify("own", undefined, SOURCE);
  assert.equal(await outcomes.at(-1), "busy", "who has failed most");
  assert.equal(await slow.passwords.verify("again", undefined, guessers.at(-1)!), "busy");
  await slow.release();
  assert.deepEqual(slow.begun.slice(0, 2), [guessers[0], "own"], "nor does it wait behind them");
  assert.equal(await own, false);
  assert.deepEqual(await Promise.all(outcomes.slice(0, -1)), Array(HASH_QUEUE - 1).fill(false));
});
