/** Values that several parts of the configuration file have. */
import * as z from "zod";
import { isPrintable } from "../../devices/printable.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Of a modem or of a destination. */
export const name = () => z.string().regex(NAME);

/** True for a name that a modem may have. */
export function isModemName(text: string): boolean {
  return NAME.test(text);
}

/**
 * Of a file or a folder. The pattern is also read by editors, whose regular expressions know fewer
 * escapes than ours: what a pattern cannot say there is refined here.
 */
export const path = () =>
  z.string().regex(/^\//).refine(isPrintable, "an absolute path without control characters");

/** Of a listener or of a client. */
export const tlsMin = () =>
  z.enum(["1.3", "1.2"]).default("1.3")
    .describe("Oldest TLS version that is spoken; 1.2 only where the other side cannot do 1.3.");
