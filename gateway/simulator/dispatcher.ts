/** A dispatcher of the demo: accepts each alarm after a moment, and closes it as a test. */
import type { DispatchedEvent } from "./dispatch_client.ts";

export interface DispatcherOptions {
  /** Base address of the gateway's API. */
  readonly url: string;
  readonly token: string;
  readonly after: (ms: number, action: () => void) => void;
  /** Takes what was done, in words. */
  readonly onLine: (line: string) => void;
}

const ACCEPT_MS = 4_000;
const CLOSE_MS = 18_000;
const NAME = "demo dispatcher";

export class Dispatcher {
  readonly #incidents = new Set<string>();

  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Takes care of the alarm that an event opens. */
  take({ incident, priority, subject }: DispatchedEvent): void {
    if (priority !== "critical" || incident === undefined || this.#incidents.has(incident)) return;
    this.#incidents.add(incident);
    const name = subject.replace("device/", "");
    const move = (to: object, words: string) =>
      void this.#move(incident, to).then((isDone) => {
        if (isDone) this.#options.onLine(`dispatcher ${words} the alarm of ${name}`);
      });
    this.#options.after(ACCEPT_MS, () => move({ to: "accepted" }, "accepts"));
    this.#options.after(CLOSE_MS, () => {
      this.#incidents.delete(incident);
      move({ to: "closed", outcome: "test", reason: "part of the demo" }, "closes");
    });
  }

  /** False: a person at the console was faster, or the demo has ended. */
  async #move(incident: string, to: object): Promise<boolean> {
    const { token, url } = this.#options;
    const answer = await fetch(`${url}/v1/incidents/${incident}/transitions`, {
      method: "POST",
      headers: { "authorization": `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...to, by: NAME }),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }
}
