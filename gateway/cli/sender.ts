/** Options and commands about devices of other makers. */
import { type Command, Option } from "commander";
import { type Finish, withData } from "./options.ts";

/** Options that name a sender of a foreign format and what it speaks. */
export function withSender(command: Command): Command {
  return withSenderName(command)
    .option("--codec <name>", 'its format: see "vigil codec list"')
    .option("--network-key-file <file>", "with --lorawan: NwkSKey, 32 hex digits; -: stdin")
    .option("--application-key-file <file>", "with --lorawan: AppSKey, 32 hex digits; -: stdin")
    .option(
      "--sender-key-file <file>",
      "with --sender: the key of an aml-form or dc09, in hex; -: stdin",
    )
    // Keys as arguments are refused, by a text that says what to do instead.
    .addOption(new Option("--network-key <hex>").hideHelp())
    .addOption(new Option("--application-key <hex>").hideHelp())
    .addOption(new Option("--sender-key <hex>").hideHelp());
}

function withSenderName(command: Command): Command {
  return command
    .option("--sender <number>", "the number that it sends short messages from, as in +32470123456")
    .option("--lorawan <devaddr>", "it is a LoRaWAN device (ABP) of this address, 8 hex digits");
}

/** Adds the commands that link senders. */
export function addSenders(device: Command, finish: Finish): void {
  withSender(
    withData(device.command("link <uid>").description("links one more sender to a device")),
  )
    .action(async (uid: string, options) => {
      const { runDeviceLinkCommand } = await import("../commands/device_link.ts");
      finish(await runDeviceLinkCommand({ ...options, uid }));
    });
  withSenderName(withData(device.command("unlink <uid>").description("forgets a sender")))
    .action(async (uid: string, options) => {
      const { runDeviceUnlinkCommand } = await import("../commands/device_link.ts");
      finish(await runDeviceUnlinkCommand({ ...options, uid }));
    });
}

/** Adds the command that lists the formats. */
export function addCodec(program: Command, finish: Finish): void {
  const codec = program.command("codec").description("formats of devices of other makers");
  codec.command("list").description("lists the formats and what each can say")
    .option("--json", "print data as JSON")
    .action(async (options) => {
      const { runCodecListCommand } = await import("../commands/codec.ts");
      finish(runCodecListCommand(options));
    });
}
