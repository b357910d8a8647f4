import assert from "node:assert/strict";
import { Spread } from "../../../devices/tools/spread.ts";

function spreadOf(values: readonly number[]): Spread {
  const spread = new Spread();
  for (const value of values) spread.add(value);
  return spread;
}

Deno.test("A quantile of a spread lies within a twentieth of the true one", () => {
  const values = Array.from({ length: 1_000 }, (_, at) => (at + 1) * 20);
  const spread = spreadOf(values);
  for (const share of [0.5, 0.95, 0.99, 1]) {
    const exact = values[Math.ceil(share * values.length) - 1]!;
    const found = spread.quantile(share)!;
    assert.ok(Math.abs(found - exact) <= 0.05 * exact, `${share}: ${found} for ${exact}`);
  }
});

Deno.test("Spreads are added, and survive as bytes, counts above 127 as well", () => {
  const [few, many] = [spreadOf([5_000]), spreadOf(Array(300).fill(12))];
  few.addAll(Spread.decode(many.encode()));
  const whole = Spread.decode(few.encode());
  assert.ok(Math.abs(whole.quantile(0.5)! - 12) <= 0.6);
  assert.ok(Math.abs(whole.quantile(1)! - 5_000) <= 250);
  assert.equal(Spread.decode(new Uint8Array()).quantile(0.95), undefined);
});

Deno.test("A spread that ends within a count is refused", () => {
  assert.throws(() => Spread.decode(Uint8Array.of(3, 0x80)), RangeError);
  assert.throws(() => Spread.decode(Uint8Array.of(3)), RangeError);
});
