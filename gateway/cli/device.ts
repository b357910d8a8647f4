/** `vigil device …` and its options. */
import { type Command, Option } from "commander";
import { DRILL_MINUTES_MAX } from "../../devices/drill.ts";
import { LANGUAGES } from "../../handlers/i18n/locales.ts";
import { count, type Finish, withConfig, withData } from "./options.ts";
import { addSenders, withSender } from "./sender.ts";

/** Adds the commands about wearables. */
export function addDevice(program: Command, finish: Finish): void {
  const device = program.command("device").description("the life of a wearable");
  addIssue(device, finish);
  addViews(device, finish);
  addLife(device, finish);
  addEnd(device, finish);
  addTests(device, finish);
  addSenders(device, finish);
}

function addIssue(device: Command, finish: Finish): void {
  withSender(
    withData(device.command("add <uid>").description("registers a wearable with a new key")),
  )
    .option(
      "--port <port>",
      "write the key into the wearable on this cable, instead of printing it",
    )
    .option("--replace", "with --port: the key that the wearable has may be overwritten")
    .option("--sheet <file>", "write the sheet that goes with it there, as HTML")
    .option(
      "--root-key-file <file>",
      "holds the key that the device already has, 32 hex digits; -: stdin (default: a new key)",
    )
    .option("--root-key <hex>", "the same as an argument, which every user of the box can read")
    .addOption(count("--kid <n>", "key generation", 255).default(0))
    .addOption(count("--epoch <n>", "newest epoch the device has used", 0xffff_ffff).default(0))
    .addOption(heartbeat())
    .action(async (uid: string, options) => {
      if (options.sender !== undefined || options.lorawan !== undefined) {
        const { runForeignDeviceAddCommand } = await import("../commands/device_link.ts");
        return finish(await runForeignDeviceAddCommand({ ...options, uid }));
      }
      const { runDeviceAddCommand } = await import("../commands/device_add.ts");
      finish(await runDeviceAddCommand({ ...options, uid }));
    });
  withConfig(device.command("sheet <uid>").description("the sheet that goes with a wearable"))
    .option("--out <file>", "write it there, as HTML to print (default: show it here)")
    .addOption(
      new Option("--language <language>", "of the sheet (default: the first of console.languages)")
        .choices(LANGUAGES),
    )
    .action(async (uid: string, options) => {
      const { runDeviceSheetCommand } = await import("../commands/device_sheet.ts");
      finish(await runDeviceSheetCommand({ ...options, uid }));
    });
}

function addViews(device: Command, finish: Finish): void {
  withData(device.command("list").description("lists the wearables"))
    .action(async (options) => {
      const { runDeviceListCommand } = await import("../commands/device.ts");
      finish(await runDeviceListCommand(options));
    });
  withData(device.command("show <uid>").description("shows what is known of one wearable"))
    .action(async (uid: string, options) => {
      const { runDeviceShowCommand } = await import("../commands/device.ts");
      finish(await runDeviceShowCommand({ ...options, uid }));
    });
}

function addLife(device: Command, finish: Finish): void {
  withData(device.command("assign <uid>").description("links a wearable to a file"))
    .requiredOption("--reference <reference>", "of the file")
    .option("--expires <date>", "as in 2027-05-23, or never (default: in six months)")
    .option("--sheet <file>", "write the sheet that goes with it there, as HTML")
    .addOption(heartbeat())
    .action(async (uid: string, options) => {
      const { runDeviceAssignCommand } = await import("../commands/device_life.ts");
      finish(await runDeviceAssignCommand({ ...options, uid }));
    });
  withData(device.command("extend <uid>").description("extends an assignment"))
    .option("--expires <date>", "as in 2027-05-23 (default: six months more)")
    .action(async (uid: string, options) => {
      const { runDeviceExtendCommand } = await import("../commands/device_life.ts");
      finish(await runDeviceExtendCommand({ ...options, uid }));
    });
  withData(device.command("suspend <uid>").description("marks an assignment as suspended"))
    .option("--resume", "mark it as active again")
    .action(async (uid: string, options) => {
      const { runDeviceSuspendCommand } = await import("../commands/device_life.ts");
      finish(await runDeviceSuspendCommand({ ...options, uid }));
    });
  withData(
    device.command("swap <old> <new>").description(
      "has a wearable that serves no file take the place of another",
    ),
  )
    .option("--retire", "destroy the key of the old one (default: it is suspended)")
    .option("--reason <text>", "why, for the record")
    .option("--sheet <file>", "write the sheet that goes with the new one there, as HTML")
    .action(async (uid: string, replacement: string, options) => {
      const { runDeviceSwapCommand } = await import("../commands/device_swap.ts");
      finish(await runDeviceSwapCommand({ ...options, uid, replacement }));
    });
  withData(device.command("rotate-key <uid>").description("changes to the next key, over the air"))
    .action(async (uid: string, options) => {
      const { runDeviceRotateKeyCommand } = await import("../commands/device_life.ts");
      finish(await runDeviceRotateKeyCommand({ ...options, uid }));
    });
}

function addEnd(device: Command, finish: Finish): void {
  withData(
    device.command("retire <uid>").description("destroys the key of a wearable, and proves it"),
  )
    .option("--reason <text>", "why, for the record")
    .option("--port <port>", "erase the wearable on this cable first")
    .option("--out <file>", "write the signed proof there")
    .action(async (uid: string, options) => {
      const { runDeviceRetireCommand } = await import("../commands/device_retire.ts");
      finish(await runDeviceRetireCommand({ ...options, uid }));
    });
  device.command("verify <file>").description("says what a proof of retirement proves, anywhere")
    .option("--key <file>", 'the gateway\'s key, as "vigil incident key" prints it')
    .option("--json", "print it as JSON")
    .action(async (file: string, options) => {
      const { runDeviceVerifyCommand } = await import("../commands/device_retire.ts");
      finish(await runDeviceVerifyCommand({ ...options, file }));
    });
}

function addTests(device: Command, finish: Finish): void {
  withData(device.command("test <uid>").description("follows a test from its button to its answer"))
    .addOption(count("--timeout <seconds>", "how long to wait for the test", 3_600).default(60))
    .action(async (uid: string, options) => {
      const { runDeviceTestCommand } = await import("../commands/device_tests.ts");
      finish(await runDeviceTestCommand({ ...options, uid }));
    });
  withData(device.command("drill <uid>").description("marks what a wearable sends as a drill"))
    .addOption(
      count("--minutes <n>", "from now on; 0 ends the drill", DRILL_MINUTES_MAX).default(30),
    )
    .action(async (uid: string, options) => {
      const { runDeviceDrillCommand } = await import("../commands/device_tests.ts");
      finish(await runDeviceDrillCommand({ ...options, uid }));
    });
}

/** The period that a wearable's silence is judged by. */
function heartbeat(): Option {
  const description = "between its heartbeats; a longer silence raises device-silent (0: never; " +
    "default: learned from its heartbeats)";
  return count("--heartbeat <seconds>", description, 0xffff);
}
