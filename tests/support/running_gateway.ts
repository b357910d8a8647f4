/** The whole program as its users have it: a folder on a box, the launcher, a process. */
import { join } from "node:path";
import { until } from "./until.ts";

/** Of the checkout, or of the bundle that `vigil test --bundle` has made. */
export const LAUNCHER = Deno.env.get("VIGIL_LAUNCHER") ??
  new URL("../../vigil", import.meta.url).pathname;
/** How long a start, or a command as a whole, may take on a busy machine, in ms. */
const START_MS = 60_000;

/** A modem of the configuration; on a radio fast enough for tests. */
export interface BoxModem {
  readonly name?: string;
  readonly kind: string;
  readonly port: string;
  /** TOML of [modem.sim], for a cellular modem. */
  readonly sim?: string;
}

/** What a command did. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stream that is polled; most tests need no other destination. */
export const PULL = `[[destination]]\nname = "dispatch-pull"\ntype = "stream"\nrequired = true\n`;

/** The configuration and the store of one gateway, which outlive its process. */
export class GatewayBox implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "vigil-box-" });
  readonly configPath = join(this.folder, "vigil.toml");
  readonly #running: RunningGateway[] = [];

  /** Writes the configuration. @param rest Its TOML behind gateway, ports and modems. */
  configure(modems: readonly BoxModem[], rest = PULL): void {
    Deno.writeTextFileSync(
      this.configPath,
      `[gateway]\nzone = "5415"\nname = "gw-1"\ndata_dir = "${this.folder}/data"\n` +
        `[http]\nport = 0\n[console]\nport = 0\n` +
        modems.map(modemEntry).join("") + rest,
    );
  }

  /** Starts the gateway and waits until it takes alarms. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
    const gateway = new RunningGateway(this.configPath, env);
    this.#running.push(gateway);
    await gateway.ready();
    return gateway;
  }

  /** Runs a command on this gateway's configuration, to its end. */
  command(...args: readonly string[]): Promise<CommandResult> {
    return runVigil([...args, "--config", this.configPath]);
  }

  /** Runs a command that must succeed and gives what it prints as JSON. */
  // deno-lint-ignore no-explicit-any -- the tests say what they expect in it
  async json(...args: readonly string[]): Promise<any> {
    const { code, stdout, stderr } = await this.command(...args, "--json");
    if (code !== 0) throw new Error(`vigil ${args.join(" ")}: status ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Registers a wearable with a key that it already has. */
  async addDevice(uid: string, rootKeyHex: string, kid: number): Promise<void> {
    await this.json("device", "add", uid, "--root-key", rootKeyHex, "--kid", String(kid));
  }

  /** A new token of a program. */
  async token(role: string, stream?: string): Promise<string> {
    const ofStream = stream === undefined ? [] : ["--stream", stream];
    return (await this.json("token", "create", `${role}-1`, "--role", role, ...ofStream)).token;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const gateway of this.#running) await gateway.kill();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

function modemEntry({ name = "lora-1", kind, port, sim = "" }: BoxModem): string {
  const modem = `[[modem]]\nname = "${name}"\nkind = "${kind}"\nport = "${port}"\n`;
  if (kind === "cellular") return `${modem}[modem.sim]\n${sim}`;
  return modem +
    `[modem.radio]\nspreading_factor = 7\nbandwidth_hz = 500000\nduty_cycle = "none"\n` +
    (kind === "ebyte-e22" ? "frequency_hz = 867125000\n" : "");
}

/** Runs a command to its end, through the launcher. */
export async function runVigil(args: readonly string[]): Promise<CommandResult> {
  await using command = new RunningCommand(args);
  const hasEnded = () => command.status !== undefined;
  await until(`vigil ${args.join(" ")} ends`, hasEnded, START_MS);
  const { stdout, stderr } = command;
  return { code: command.status!, stdout, stderr };
}

/** A command that goes on, and all that it has said so far. */
export class RunningCommand implements AsyncDisposable {
  stdout = "";
  stderr = "";
  readonly #process: Deno.ChildProcess;
  readonly #ended: Promise<number>;
  #status: number | undefined;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#process = new Deno.Command(LAUNCHER, {
      args: [...args],
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#ended = this.#follow();
  }

  /** Its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Its exit status; undefined while it runs. */
  get status(): number | undefined {
    return this.#status;
  }

  /** Waits for its end and gives its exit status. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  /** Sends a signal, if it still runs, and waits for its end. */
  async end(signal: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<number> {
    if (this.#status === undefined) this.#process.kill(signal);
    return await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
  }

  async #follow(): Promise<number> {
    const [status] = await Promise.all([
      this.#process.status,
      this.#read(this.#process.stdout, (text) => this.stdout += text),
      this.#read(this.#process.stderr, (text) => this.stderr += text),
    ]);
    this.#status = status.code;
    return status.code;
  }

  async #read(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) take(decoder.decode(bytes, { stream: true }));
  }
}

const READY = /^ready http=(\S+) console=(\S+)$/m;

/** A gateway in a process of its own. */
export class RunningGateway extends RunningCommand {
  constructor(configPath: string, env: Readonly<Record<string, string>> = {}) {
    super(["run", "--config", configPath], env);
  }

  /** @throws with its log when it ends instead. */
  async ready(): Promise<void> {
    const isReady = () => READY.test(this.stdout) || this.status !== undefined;
    await until("the gateway is ready", isReady, START_MS);
    if (this.status !== undefined) throw new Error(`The gateway ended: ${this.stderr}`);
  }

  get url(): string {
    return `http://${READY.exec(this.stdout)![1]}`;
  }

  get consoleUrl(): string {
    return `http://${READY.exec(this.stdout)![2]}`;
  }

  /** Asks it to stop; its exit status. */
  stop(): Promise<number> {
    return this.end("SIGTERM");
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** A JSON answer of the API. @throws when it is a refusal. */
  // deno-lint-ignore no-explicit-any -- the tests say what they expect in it
  async get(path: string, token: string): Promise<any> {
    const answer = await fetch(`${this.url}${path}`, bearer(token));
    const body = await answer.json();
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Samples of /metrics by name and labels, as written there. */
  async metrics(): Promise<Map<string, number>> {
    const answer = await fetch(`${this.url}/metrics`);
    const lines = (await answer.text()).split("\n").filter((line) => /^[a-z]/.test(line));
    return new Map(lines.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }));
  }
}

/** Headers of a caller with a token. */
export function bearer(token: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } };
}
