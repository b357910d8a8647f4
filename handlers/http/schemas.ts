/** Shapes that several routes give or take. */
import { z } from "zod";

/** Every failure. */
export const refusalSchema = z.object({
  error: z.string().describe("A word in kebab-case that does not change"),
  message: z.string().describe("What was done, the state, what to do next"),
  details: z.unknown().optional(),
}).meta({ id: "Refusal" });
