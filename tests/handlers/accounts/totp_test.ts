import assert from "node:assert/strict";
import type { UnixMs } from "../../../devices/time.ts";
import { describeSecret, findStep, newTotpSecret } from "../../../handlers/accounts/totp.ts";

Deno.test("The codes of RFC 6238 are found in their time step, and one step to either side", async () => {
  const secret = new TextEncoder().encode("12345678901234567890");
  // Appendix B, SHA-1: the last six of its eight digits, which six-digit codes are.
  const VECTORS = [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ] as const;
  for (const [seconds, code] of VECTORS) {
    const step = Math.floor(seconds / 30);
    const at = (steps: number) => (seconds + steps * 30) * 1_000 as UnixMs;
    for (const steps of [0, -1, 1]) assert.equal(await findStep(secret, code, at(steps), 0), step);
    for (const steps of [-2, 2]) {
      assert.equal(await findStep(secret, code, at(steps), 0), undefined);
    }
    assert.equal(await findStep(secret, code, at(0), step - 1), step);
    assert.equal(await findStep(secret, code, at(0), step), undefined);
  }
});

Deno.test("A secret has 160 random bits, and is given as text and as an address", async () => {
  const secret = newTotpSecret();
  assert.equal(secret.length, 20);
  assert.notDeepEqual(secret, newTotpSecret());
  const shown = await describeSecret(
    new TextEncoder().encode("12345678901234567890"),
    "an.peeters",
  );
  assert.equal(shown.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  assert.equal(
    shown.otpauthUri,
    "otpauth://totp/Vigil:an.peeters?issuer=Vigil&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" +
      "&algorithm=SHA1&digits=6&period=30",
  );
});
