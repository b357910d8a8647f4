/** `vigil modem …` and its options. */
import { type Command, Option } from "commander";
import { MODEM_KINDS } from "../../devices/modems/modem.ts";
import { count, type Finish, withData } from "./options.ts";

/** Adds the commands about modems. */
export function addModem(program: Command, finish: Finish): void {
  const modem = program.command("modem").description("ports, and the modems at them");
  withData(modem.command("list").description("lists what is plugged in, and who has it"))
    .action(async (options) => {
      const { runModemListCommand } = await import("../commands/modem_list.ts");
      finish(await runModemListCommand(options));
    });
  addProbe(modem, finish);
  addProvision(modem, finish);
  addTest(modem, finish);
}

function addProbe(modem: Command, finish: Finish): void {
  withData(modem.command("probe <port>").description("says which modem is at a port"))
    .addOption(
      new Option("--kind <kind>", "what it is known to be: an ebyte-e22 is not asked")
        .choices(MODEM_KINDS),
    )
    .addOption(count("--baud <n>", "speed of the cable (default: each kind's own)", 4_000_000))
    .addOption(configMode())
    .action(async (port: string, options) => {
      const { runModemProbeCommand } = await import("../commands/modem_probe.ts");
      finish(await runModemProbeCommand({ ...options, port }));
    });
  withData(modem.command("reset <port>").description("restarts a modem"))
    .action(async (port: string, options) => {
      const { runModemResetCommand } = await import("../commands/modem_probe.ts");
      finish(await runModemResetCommand({ ...options, port }));
    });
}

function addProvision(modem: Command, finish: Finish): void {
  withData(
    modem.command("provision [port]")
      .description("writes settings to a modem and reads them back (no port: guides you)"),
  )
    .option("--profile <file>", "what to set it to (default: what the configuration says)")
    .addOption(configMode())
    .action(async (port: string | undefined, options) => {
      const { runModemProvisionCommand } = await import("../commands/modem_provision.ts");
      finish(await runModemProvisionCommand({ ...options, ...(port && { port }) }));
    });
}

function addTest(modem: Command, finish: Finish): void {
  withData(
    modem.command("test <port>").description("tests a modem: settings, transmission, signal"),
  )
    .option("--with <port>", "another modem: do they hear each other?")
    .option("--profile <file>", "how it is set, where it is in no configuration")
    .addOption(count("--listen <seconds>", "how long to wait for a wearable", 600).default(10))
    .action(async (port: string, options) => {
      const { runModemTestCommand } = await import("../commands/modem_testing.ts");
      finish(await runModemTestCommand({ ...options, port }));
    });
}

function configMode(): Option {
  return new Option(
    "--config-mode",
    "the pins or the button of an Ebyte E22 are set to configuration mode",
  );
}
