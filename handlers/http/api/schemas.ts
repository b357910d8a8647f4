/** Shapes that several routes give or take. */
import * as z from "zod";
import { isPrintable } from "../../../devices/printable.ts";

/** One line of text that people will read, in a terminal and in short messages too. */
export function lineOfText(limit: number) {
  return z.string().max(limit).refine(isPrintable, "must be without control characters");
}

/** The same of several lines. */
export function linesOfText(limit: number) {
  return z.string().max(limit).refine(
    (text) => isPrintable(text.replaceAll(/[\r\n\t]/g, " ")),
    "must be without control characters other than line breaks",
  );
}

/** Every failure. */
export const refusalSchema = z.object({
  error: z.string().describe("A word in kebab-case that does not change"),
  message: z.string().describe("What was done, the state, what to do next"),
  details: z.unknown().optional(),
}).meta({ id: "Refusal" });
