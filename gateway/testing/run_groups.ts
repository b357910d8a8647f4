/** Runs groups of tests at the same time, each in a process of its own. */
import { defined } from "../../devices/tools/defined.ts";

/** Folders of one group, below the root. */
export type TestGroup = readonly string[];

export interface RunOptions {
  readonly root: URL;
  /** For the reports. */
  readonly folder: string;
  /** Also the tests that take minutes. */
  readonly isLong: boolean;
  /** The launcher that tests start gateways with; absent: the checkout's. */
  readonly launcher?: string;
  /** Takes what the groups say; default: stdout. */
  readonly say?: (bytes: Uint8Array) => void;
}

export interface GroupsResult {
  readonly hasFailed: boolean;
  /** All reports (JUnit XML), one behind the other. */
  readonly reports: string;
}

/** What the first group says appears as it comes; what the others say, each when it is its turn. */
export async function runGroups(
  groups: readonly TestGroup[],
  options: RunOptions,
): Promise<GroupsResult> {
  const runs = groups.map((group, index) => {
    const report = `${options.folder}/report-${index}.xml`;
    return { report, said: new Turn(startGroup(group, report, options), options.say ?? writeAll) };
  });
  let hasFailed = false;
  let reports = "";
  for (const { report, said } of runs) {
    if (!await said.succeeds()) hasFailed = true;
    reports += await readReport(report);
  }
  return { hasFailed, reports };
}

function startGroup(
  folders: TestGroup,
  report: string,
  { isLong, launcher, root }: RunOptions,
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--frozen", `--junit-path=${report}`, ...folders],
    cwd: root,
    env: {
      ...defined({ VIGIL_LAUNCHER: launcher }),
      ...(isLong ? { VIGIL_TEST_LONG: "1" } : {}),
      ...(Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Keeps what a process says until its turn comes; from then on it appears at once. */
class Turn {
  readonly #process: Deno.ChildProcess;
  readonly #reading: Promise<unknown>;
  readonly #say: (bytes: Uint8Array) => void;
  #kept: Uint8Array[] | undefined = [];

  constructor(process: Deno.ChildProcess, say: (bytes: Uint8Array) => void) {
    this.#process = process;
    this.#say = say;
    this.#reading = Promise.all([this.#read(process.stdout), this.#read(process.stderr)]);
  }

  /** It is its turn; resolves when the process has ended. */
  async succeeds(): Promise<boolean> {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const chunk of kept) this.#say(chunk);
    await this.#reading;
    return (await this.#process.status).success;
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (const chunk of stream) {
      if (this.#kept === undefined) this.#say(chunk);
      else this.#kept.push(chunk);
    }
  }
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

async function readReport(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
