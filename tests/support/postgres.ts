/** A real PostgreSQL on loopback, with a folder of its own, gone with the test. */
import { join } from "node:path";
import { freePort } from "../../gateway/bench/ports.ts";

/** Folder of Debian's programs of the server; undefined: it is not installed. */
const PROGRAMS = findPrograms();
export const HAS_POSTGRES = PROGRAMS !== undefined;

export class Postgres implements AsyncDisposable {
  private constructor(readonly folder: string, readonly port: number) {}

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  static async start(): Promise<Postgres> {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-test-postgres-" });
    // The server refuses to run as root.
    await run("chown", "postgres", folder);
    await asServer("initdb", "-D", join(folder, "data"), "-A", "trust", "-U", "postgres", "-N");
    const postgres = new Postgres(folder, await freePort());
    await postgres.begin();
    return postgres;
  }

  /** Starts the server, which has what it had committed. */
  async begin(): Promise<void> {
    const options = `-p ${this.port} -c listen_addresses=127.0.0.1 ` +
      `-c unix_socket_directories=${this.folder} -c shared_buffers=16MB`;
    const log = join(this.folder, "log");
    await asServer(
      "pg_ctl",
      "-D",
      join(this.folder, "data"),
      "-l",
      log,
      "-o",
      options,
      "-w",
      "start",
    );
  }

  /** Ends it. @param how `immediate` is as a crash. */
  async end(how: "fast" | "immediate" = "fast"): Promise<void> {
    await asServer("pg_ctl", "-D", join(this.folder, "data"), "-m", how, "-w", "stop");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("immediate").catch(() => {});
    Deno.removeSync(this.folder, { recursive: true });
  }
}

function findPrograms(): string | undefined {
  try {
    const versions = [...Deno.readDirSync("/usr/lib/postgresql")].map(({ name }) => name);
    const [newest] = versions.toSorted((a, b) => Number(b) - Number(a));
    return newest && `/usr/lib/postgresql/${newest}/bin`;
  } catch {
    return undefined;
  }
}

async function asServer(program: string, ...args: string[]): Promise<void> {
  await run("runuser", "-u", "postgres", "--", join(PROGRAMS!, program), ...args);
}

async function run(command: string, ...args: string[]): Promise<void> {
  // The server goes on after its starter, and would hold a pipe open.
  const { code } = await new Deno.Command(command, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    cwd: "/",
  }).output();
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: status ${code}`);
}
