/** A command's side: the gateway that runs on this box. */
import type { Author, MoveOutcome } from "../../db/store.ts";
import { ok, type Result } from "../../devices/result.ts";
import type {
  ModemInfo,
  ModemServiceProblem,
  ModemTestReport,
  ModemTestRequest,
  ProbeReport,
  ProvisionReport,
  ProvisionRequest,
} from "../../handlers/modems/modem_service.ts";
import type { GatewayStatus } from "../../handlers/supervision/status.ts";
import { connect, exchange } from "./line.ts";
import {
  type ControlAnswer,
  type ControlRequest,
  type MoveRequest,
  socketPath,
} from "./protocol.ts";

/** A gateway that lives has looked by then, in ms; it looks by itself every second. */
const LOOKS_WITHIN_MS = 3_000;

type Answer<T> = Promise<Result<T, ModemServiceProblem>>;

/** Speaks to a running gateway. Each call throws when the gateway ends meanwhile. */
export class ControlClient {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Undefined: no gateway runs on that data folder.
   * @throws Error with what to do when it may not be asked.
   */
  static async find(dataDir: string): Promise<ControlClient | undefined> {
    const path = socketPath(dataDir);
    try {
      const connection = await connect(path);
      connection?.close();
      return connection && new ControlClient(path);
    } catch {
      throw new Error(
        `Cannot ask the gateway at "${path}": permission denied: run this as the gateway's user`,
      );
    }
  }

  async modems(): Promise<ModemInfo[]> {
    const answer = await this.#call<ModemInfo[]>({ do: "modems" });
    return answer.ok ? answer.value : [];
  }

  probe(modem: string, by: Author): Answer<ProbeReport> {
    return this.#call({ do: "probe", modem, by });
  }

  provision(request: ProvisionRequest): Answer<ProvisionReport> {
    return this.#call({ do: "provision", ...request });
  }

  test(request: ModemTestRequest): Answer<ModemTestReport> {
    return this.#call({ do: "test", ...request });
  }

  reset(modem: string, by: Author): Answer<{ readonly modem: string }> {
    return this.#call({ do: "reset", modem, by });
  }

  /**
   * How the gateway is.
   * @param withinMs How long to wait. Default: for ever.
   * @throws DOMException `TimeoutError` when it hangs or is stopped.
   */
  async status(withinMs?: number): Promise<GatewayStatus> {
    const answer = await this.#call<GatewayStatus>({ do: "status" }, withinMs);
    if (answer.ok) return answer.value;
    throw new Error(answer.error.message);
  }

  /**
   * Has the gateway look at wearables, keys and drills; resolves when it knows them as they are.
   * @throws DOMException `TimeoutError` when it hangs or is stopped.
   */
  async registryChanged(withinMs = LOOKS_WITHIN_MS): Promise<void> {
    await this.#call({ do: "registry-changed" }, withinMs);
  }

  /** Moves an incident on; the gateway answers its wearable at once. */
  async moveIncident(request: MoveRequest): Promise<MoveOutcome> {
    const answer = await this.#call<MoveOutcome>({ do: "move-incident", ...request });
    if (answer.ok) return answer.value;
    throw new Error(answer.error.message);
  }

  async #call<T>(request: ControlRequest, withinMs?: number): Answer<T> {
    const answer = await exchange(this.#path, request, withinMs) as ControlAnswer | undefined;
    if (answer === undefined) throw new Error("the gateway has ended");
    if (answer.ok) return ok(answer.value as T);
    if (answer.error.code === "failed") throw new Error(answer.error.message);
    return { ok: false, error: answer.error };
  }
}
