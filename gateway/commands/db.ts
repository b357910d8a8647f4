/** `vigil db …`: checking, copying, putting back and saving what is stored. */
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  backupStore,
  findProblems,
  type Problem,
  type Replacement,
  type RestoreReport,
  restoreStore,
  salvageInto,
  type SalvageProgress,
} from "../../db/repair/repair.ts";
import { isOfThisSchema } from "../../db/store.ts";
import { reasonAgainstFolder } from "../platform/access.ts";
import { FolderLock, makeDataFolder, STORE_FILE } from "../runtime/storage/data_folder.ts";
import { actor } from "./life_ports.ts";
import { keepLook, type Look, reportLookNotKept } from "./looks.ts";
import { type CommandOptions, loadConfigOrReport, openDirectly } from "./open_store.ts";
import { printJson, report } from "./output.ts";

export interface DbFileOptions extends CommandOptions {
  readonly file: string;
}

/** Path of the configured store; undefined, with every problem reported, when there is no configuration. */
async function storePath({ config }: CommandOptions): Promise<string | undefined> {
  const found = await loadConfigOrReport(config);
  return found && join(found.gateway.dataDir, STORE_FILE);
}

/** Reads all of the store, or of a backup of it. Status 1 when something is wrong. */
export async function runDbCheckCommand(
  options: CommandOptions & { readonly file?: string },
): Promise<number> {
  const path = options.file ?? await storePath(options);
  if (path === undefined || !isThere(path, "check the store")) return 1;
  const problems = findProblems(path);
  if (options.json) {
    printJson({ ok: problems.length === 0, path, sizeBytes: statSync(path).size, problems });
  }
  return reportVerdict(path, problems, options.file === undefined ? OF_STORE : OF_BACKUP);
}

function isThere(path: string, doing: string): boolean {
  if (existsSync(path)) return true;
  report(`Cannot ${doing}: there is no file "${path}": check the name, or start the gateway once`);
  return false;
}

/** What becomes of damage: to the store itself, to a copy of it. */
const OF_STORE = "the gateway sets it aside at its next start and saves what can be read";
const OF_BACKUP = 'take another backup, or save what can be read with "vigil db salvage"';

function reportVerdict(path: string, problems: readonly Problem[], ofDamage: string): number {
  for (const { message } of problems) report(`${path}: ${message}`);
  if (problems.length === 0) report(`${path}: in order`, "green");
  else {
    report(`${path}: not in order: ${adviceOn(problems, ofDamage)}`, "red");
  }
  return problems.length === 0 ? 0 : 1;
}

function adviceOn(problems: readonly Problem[], ofDamage: string): string {
  const codes = problems.map(({ code }) => code);
  if (codes.includes("damage")) return ofDamage;
  return codes.includes("schema")
    ? "this version cannot use it"
    : "nothing is lost by that; report it to who maintains the program";
}

/** Copies the store to a new file, beside a running gateway, and checks the copy. */
export async function runDbBackupCommand(options: DbFileOptions): Promise<number> {
  const path = await storePath(options);
  if (path === undefined || !isThere(path, "back the store up")) return 1;
  const folder = dirname(resolve(options.file));
  const reason = reasonAgainstFolder(folder);
  if (reason !== undefined) {
    report(
      `Cannot back up to "${options.file}": "${folder}": ${reason}: name a file in a folder that ` +
        "this user can write",
    );
    return 1;
  }
  await keepStoreLook(path, "db backup", { to: resolve(options.file) });
  const problems = await backupStore(path, options.file);
  if (problems.length > 0) return reportVerdict(path, problems, OF_STORE);
  const { size } = statSync(options.file);
  if (options.json) printJson({ path: resolve(options.file), sizeBytes: size });
  report(`${options.file}: ${size} bytes, checked. It holds keys: keep it safe`, "green");
  return 0;
}

/** Puts a backup in the place of the store, which is set aside. The gateway must not run. */
export async function runDbRestoreCommand(options: DbFileOptions): Promise<number> {
  const path = await storePath(options);
  if (path === undefined || !isThere(options.file, "restore")) return 1;
  const problems = findProblems(options.file);
  if (problems.length > 0) return reportVerdict(options.file, problems, OF_BACKUP);
  makeDataFolder(dirname(path));
  using _lock = new FolderLock(dirname(path));
  const act = { by: actor(), atUnixMs: Date.now() };
  const { folder, message: _, reason: _reason, ...found } = await restoreStore(
    path,
    resolve(options.file),
    act,
  );
  if (options.json) printJson({ path, setAside: folder, ...found });
  report(
    `Restored. The former store is in ${folder}; its events are salvaged when the gateway starts. ` +
      "What dispatch has confirmed since the backup may come again.",
  );
  reportRestore(found);
  return 0;
}

/** What a person has to look at after a restore, because the store cannot know it. */
function reportRestore(found: Omit<RestoreReport, keyof Replacement>): void {
  const { cameBack, ended, isLaterKnown, missing, unanswered } = found;
  const list = (names: readonly string[]) => names.length === 0 ? "none" : names.join(", ");
  if (isLaterKnown) {
    report(
      "The former store knew what happened since the backup: what was revoked, retired, suspended " +
        `or ended stays so (tokens: ${list(ended.tokens)}; wearables: ${list(ended.wearables)}; ` +
        `accounts: ${list(ended.accounts)}).`,
    );
  } else {
    report("No store on this box knows what happened since the backup.", "red");
    report(
      `These came back, and may have been ended since: tokens: ${list(cameBack.tokens)}; ` +
        `wearables: ${list(cameBack.wearables)}; accounts: ${list(cameBack.accounts)}. Revoke, ` +
        "retire and disable again what had to end." +
        "\nA frame that somebody recorded since the backup counts as new when it is played. Answers " +
        "go out under numbers that were never used before; put this backup back on one box only.",
    );
  }
  if (missing.length > 0) {
    report(`Not in the backup, and not heard until they are issued again: ${list(missing)}.`);
  }
  if (unanswered.length > 0) {
    report(`Heard, and not answered until they are issued again: ${list(unanswered)}.`);
  }
}

/** Saves the events of a damaged file into the store, or into a file of its own. */
export async function runDbSalvageCommand(
  options: DbFileOptions & { readonly into?: string },
): Promise<number> {
  const path = options.into ?? await storePath(options);
  if (path === undefined || !isThere(options.file, "salvage")) return 1;
  const lostPath = `${path}-lost-events.txt`;
  let reportAt = 0;
  const outcome = await salvageInto(options.file, path, lostPath, (progress) => {
    if (performance.now() < reportAt) return;
    reportAt = performance.now() + REPORT_EVERY_MS;
    report(describe(progress));
  });
  const from = resolve(options.file);
  const { lost, owedAgain, salvaged } = outcome;
  await keepStoreLook(path, "db salvage", { details: { from, salvaged, lost } });
  if (options.json) printJson({ into: path, ...outcome, lostEvents: lostPath });
  report(`${salvaged} events salvaged, ${owedAgain} of them owed again, ${lost} lost: ${lostPath}`);
  return lost === 0 ? 0 : 1;
}

/** Keeps that a command copied what is stored; a store of another version stays as it is. */
async function keepStoreLook(
  path: string,
  command: "db backup" | "db salvage",
  look: Look,
): Promise<void> {
  try {
    if (!isOfThisSchema(path)) return reportLookNotKept("the store is of another version");
    using store = openDirectly(path);
    await keepLook(store, command, { subjects: [{ kind: "store", id: path }], ...look });
  } catch (cause) {
    reportLookNotKept((cause as Error).message);
  }
}

/** Between two lines of progress, in ms. */
const REPORT_EVERY_MS = 1_000;

function describe({ done, total }: SalvageProgress): string {
  return `${Math.floor((100 * done) / total)} %: page ${done} of ${total}`;
}
