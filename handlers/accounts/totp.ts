/**
 * Time-based one-time codes (RFC 6238: HMAC-SHA-1, six digits, 30 s), which every authenticator app
 * knows. They go by the wall time, whatever is known of its quality: there is no other time that a
 * phone and the gateway share.
 */
import { randomBytes } from "node:crypto";
import type { UnixMs } from "../../devices/time.ts";

const PERIOD_S = 30;
const DIGITS = 6;
/** Steps before and after the present one whose codes count, too: clocks differ, people type slowly. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** A secret as RFC 4226 recommends, 160 bits. */
export function newTotpSecret(): Uint8Array {
  return new Uint8Array(randomBytes(SECRET_BYTES));
}

/** How an authenticator app takes a secret: by its base32 text, or by an address in a QR code. */
export async function describeSecret(secret: Uint8Array, name: string) {
  const totp = await totpOf(secret, name);
  return { secret: totp.secret.base32, otpauthUri: totp.toString() };
}

/**
 * The time step whose code this is; undefined: of none that may be used now.
 * @param usedStep The newest step of which a code was used: it and all before it are over.
 */
export async function findStep(
  secret: Uint8Array,
  code: string,
  now: UnixMs,
  usedStep: number,
): Promise<number | undefined> {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = (await totpOf(secret)).validate({ token, timestamp: now, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1_000 / PERIOD_S) + delta;
  return step > usedStep ? step : undefined;
}

/** Loaded with the first use: most of the time nobody signs in. */
async function totpOf(secret: Uint8Array, label = "") {
  const { Secret, TOTP } = await import("otpauth");
  return new TOTP({
    ...{ issuer: "Vigil", label, algorithm: "SHA1", digits: DIGITS, period: PERIOD_S },
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });
}
