import assert from "node:assert/strict";
import { BoundedOutput } from "../../../gateway/log/bounded_output.ts";

/** A descriptor whose writes go through when the test says so. */
class Valve {
  text = "";
  #open = Promise.withResolvers<void>();

  async write(bytes: Uint8Array): Promise<number> {
    await this.#open.promise;
    // A pipe takes what it has room for.
    const taken = bytes.subarray(0, 1_000);
    this.text += new TextDecoder().decode(taken);
    return taken.length;
  }

  open(): void {
    this.#open.resolve();
  }
}

const said = (lines: number) => `${lines} dropped`;

Deno.test("BoundedOutput writes every line in order, in whatever parts they are taken", async () => {
  const valve = new Valve();
  const output = new BoundedOutput(valve, said);
  const lines = Array.from({ length: 200 }, (_, n) => `line ${n} ${"x".repeat(50)}`);
  for (const line of lines) output.write("info", line);
  valve.open();
  await output.flush(5_000);
  assert.equal(valve.text, lines.map((line) => `${line}\n`).join(""));
});

Deno.test("BoundedOutput drops lines without a reader, counts them, and says so once it is read again", async () => {
  const valve = new Valve();
  const output = new BoundedOutput(valve, said);
  for (let n = 0; n < 1_000; n++) output.write("warn", "x".repeat(999));
  // One line is on its way, and 196 wait.
  assert.deepEqual(output.dropped, { debug: 0, info: 0, warn: 803, error: 0 });
  output.write("error", "last");
  assert.equal(output.dropped.error, 0, "errors have room of their own");
  valve.open();
  await output.flush(5_000);
  const lines = valve.text.trimEnd().split("\n");
  assert.equal(lines.filter((line) => line === said(803)).length, 1);
  assert.equal(lines.length, 1_000 - 803 + 2);
});

Deno.test("BoundedOutput ends in time without a reader", async () => {
  const output = new BoundedOutput(new Valve(), said);
  output.write("info", "never read");
  await output.flush(1);
});

Deno.test("BoundedOutput counts lines whose reader is gone, and goes on", async () => {
  const output = new BoundedOutput(
    { write: () => Promise.reject(new Deno.errors.BrokenPipe("gone")) },
    said,
  );
  for (let n = 0; n < 3; n++) output.write("error", "never read");
  await output.flush(5_000);
  assert.deepEqual(output.dropped, { debug: 0, info: 0, warn: 0, error: 3 });
});
