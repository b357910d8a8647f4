import { createHmac } from "node:crypto";
import type { UnixMs } from "../../../../devices/time.ts";

/** Header that proves who sent a request, and when. */
export const SIGNATURE_HEADER = "vigil-signature";

/**
 * The signature of a request, `t=<Unix seconds>,v1=<hex>`: HMAC-SHA256 (RFC 2104) over
 * `<Unix seconds>.<body>`, so that a recorded request cannot be sent again later.
 */
export function webhookSignature(secret: string, at: UnixMs, body: string): string {
  const seconds = Math.floor(at / 1_000);
  const proof = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${proof}`;
}
