/** Devices of other makers, as a request to register one names them. */
import * as z from "zod";
import type { SenderLink } from "../../../../../db/store.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import type { Result } from "../../../../../devices/result.ts";
import type { DeviceProblem } from "../../../../registry/problem.ts";
import { senderLink } from "../../../../registry/senders.ts";

const sessionKey = z.string().regex(/^[0-9A-Fa-f]{32}$/);

/** Whom a device of another maker sends as; the rules are those of `vigil device link`. */
export const senderSchema = z.strictObject({
  number: z.string().optional()
    .describe(
      "The number that it sends short messages from, as the network gives it: +32470123456",
    ),
  devAddr: z.string().optional().describe("It is a LoRaWAN device (ABP): 8 hex digits"),
  codec: z.string().describe("Its format, as `vigil codec list` names it"),
  networkKey: sessionKey.optional().describe("LoRaWAN: NwkSKey in hex"),
  applicationKey: sessionKey.optional().describe("LoRaWAN: AppSKey in hex"),
  key: z.string().optional().describe(
    "Short messages: the key of the format in hex, if it has one",
  ),
}).describe("A device of another maker: whom it sends as. It gets no key of this product");

/** The link that a request asks for. */
export function requestedLink(
  uid: string,
  { applicationKey, codec, devAddr, key, networkKey, number }: z.infer<typeof senderSchema>,
): Result<SenderLink, DeviceProblem> {
  return senderLink(defined({
    uid,
    codec,
    number,
    devAddr,
    networkKeyHex: networkKey,
    applicationKeyHex: applicationKey,
    keyHex: key,
  }));
}
