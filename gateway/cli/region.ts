/** The commands of a region: what takes from all its gateways, and what its broker needs. */
import type { Command } from "commander";
import { DEFAULT_DISPATCH_PATH } from "../commands/defaults.ts";
import type { Finish } from "./options.ts";

export function addRegion(program: Command, finish: Finish): void {
  program.command("dispatch")
    .description("takes the events of a region's gateways into PostgreSQL or a file")
    .option("--config <file>", "configuration file", DEFAULT_DISPATCH_PATH)
    .option("--json", "print events as JSON, one a line")
    .action(async (options) => {
      const { runDispatchCommand } = await import("../commands/dispatch.ts");
      finish(await runDispatchCommand(options));
    });
  program.command("region").description("about the broker of a region")
    .command("definitions").description("writes queues, users and rights for RabbitMQ")
    .requiredOption("--gateways <file>", "file with one ZONE/GATEWAY a line")
    .requiredOption("--out <folder>", "where definitions.json and the passwords go")
    .option("--queues <name>", "first part of the names of the queues", "vigil")
    .option("--no-passwords", "users prove themselves by client certificates")
    .action(async (options) => {
      const { runRegionDefinitionsCommand } = await import("../commands/region.ts");
      finish(await runRegionDefinitionsCommand(options));
    });
}
