/** `vigil report …` and its options. */
import { type Command, Option } from "commander";
import { type Finish, withData } from "./options.ts";

/** Adds the commands about reports. */
export function addReport(program: Command, finish: Finish): void {
  const report = program.command("report").description("what was, day by day");
  withData(
    report.command("day")
      .description("prints what was heard of each wearable on a day, and what alarms became"),
  )
    .option("--date <day>", "as 2026-11-30 (default: yesterday)")
    .option("--html", "a file for mail and paper, in place of a table")
    .addOption(
      new Option("--language <code>", "of that file").choices(["nl", "fr", "de", "en"]),
    )
    .action(async (options) => {
      const { runReportDayCommand } = await import("../commands/report.ts");
      finish(await runReportDayCommand(options));
    });
}
