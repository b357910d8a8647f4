/** `vigil config …`: about the configuration file. */
import { configJsonSchema } from "../config/config.ts";
import { printJson } from "./output.ts";

/** Prints the JSON Schema of the configuration file. */
export function runConfigSchemaCommand(): number {
  printJson(configJsonSchema());
  return 0;
}
