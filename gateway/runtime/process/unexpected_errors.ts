/**
 * Errors that no code caught: a promise that failed and was not awaited, an error out of a timer or
 * of a socket's handler.
 *
 *     uncaught ─▶ logged and counted ─▶ the gateway goes on
 *                                   └─▶ more than 10 within a minute: an orderly stop, status 70
 *
 * One broken connection must not cost the alarms of all others. Whether the core still works is not
 * concluded from the error but asked of the core: the watchdog is fed by the event loop and by the
 * writer's answers. The store itself is always whole, since every change is one transaction.
 */
import { counter, type MetricFamily } from "../../../handlers/http/api/exposition.ts";
import type { Log } from "../../../handlers/ports.ts";

/** Exit status of a gateway that asks to be started again (EX_SOFTWARE of sysexits.h). */
export const RESTART_STATUS = 70;
/** More than so many within that time, in ms, and the program is not trusted any longer. */
const LIMIT = 10;
const WITHIN_MS = 60_000;
/** Lines of a stack that are logged. */
const STACK_LINES = 6;

type Kind = "error" | "rejection";

export class UnexpectedErrors implements Disposable {
  readonly #counts: Record<Kind, number> = { error: 0, rejection: 0 };
  readonly #tooMany = Promise.withResolvers<void>();
  readonly #onError = (event: ErrorEvent) => this.#caught(event, "error", event.error);
  readonly #onRejection = (event: PromiseRejectionEvent) =>
    this.#caught(event, "rejection", event.reason);
  #recentMs: number[] = [];
  readonly #log: Log;

  /** From now on they no longer end the program. */
  constructor(log: Log) {
    this.#log = log;
    globalThis.addEventListener("error", this.#onError);
    globalThis.addEventListener("unhandledrejection", this.#onRejection);
  }

  /** Resolves when there were so many that the program should be started again. */
  get tooMany(): Promise<void> {
    return this.#tooMany.promise;
  }

  metrics(): MetricFamily[] {
    const samples = Object.entries(this.#counts)
      .map(([kind, value]) => ({ labels: { kind }, value }));
    return [counter("vigil_unexpected_errors_total", "Errors that nobody caught", samples)];
  }

  [Symbol.dispose](): void {
    globalThis.removeEventListener("error", this.#onError);
    globalThis.removeEventListener("unhandledrejection", this.#onRejection);
  }

  #caught(event: Event, kind: Kind, cause: unknown): void {
    event.preventDefault();
    this.#counts[kind]++;
    this.#log.error("an unexpected error was survived", {
      kind,
      cause: String(cause),
      stack: stackOf(cause),
      todo: "report it to who maintains the program",
    });
    const now = performance.now();
    this.#recentMs = [...this.#recentMs.filter((at) => now - at < WITHIN_MS), now];
    if (this.#recentMs.length > LIMIT) this.#tooMany.resolve();
  }
}

/** Where it came from, on one line and without the folders of this machine. */
function stackOf(cause: unknown): string | undefined {
  const lines = cause instanceof Error ? cause.stack?.split("\n").slice(1, STACK_LINES + 1) : [];
  return lines?.map((line) => line.trim().replace(/file:\/\/\S*\/(?=[^/\s]+\/[^/\s]+$)/, ""))
    .join(" < ") || undefined;
}
