/**
 * How a person presses the button of a simulated wearable, and commands find simulated modems: a
 * Unix socket beside what the wearables keep. One connection a request, one JSON line each way.
 */
import { rmSync } from "node:fs";
import { z } from "zod";
import { readLine, writeLine } from "../control/line.ts";
import type { SimulatedWearable } from "./wearable.ts";

/** Only whoever runs the simulation. */
const MODE = 0o600;
const LOOK_MS = 50;

const pressRequest = z.strictObject({ press: z.string(), waitMs: z.int().min(0) });
const request = z.union([pressRequest, z.strictObject({ ports: z.literal(true) })]);
const portList = z.array(z.strictObject({ kind: z.string(), path: z.string() }));
/** Modems that a simulation plays, by the names that stay. */
export type SimulatedPorts = z.output<typeof portList>;
const pressAnswer = z.union([
  z.strictObject({ device: z.string(), alarm: z.int(), answers: z.array(z.string()) }),
  z.strictObject({ unknown: z.string(), known: z.array(z.string()) }),
]);
/** What came of a press: what the wearable was answered, or that there is no such wearable. */
export type PressAnswer = z.output<typeof pressAnswer>;

export function pressSocket(statePath: string): string {
  return `${statePath}.sock`;
}

/** Takes presses while a simulation lives. */
export class PressServer implements AsyncDisposable {
  readonly #listener: Deno.UnixListener;
  readonly #open = new Set<Deno.Conn>();
  readonly #serving = new Set<Promise<void>>();
  readonly #accepting: Promise<void>;
  readonly #stopping = Promise.withResolvers<void>();

  /** @throws Error when the socket cannot be made. */
  constructor(
    readonly path: string,
    readonly wearables: () => readonly SimulatedWearable[],
    readonly ports: () => SimulatedPorts,
    readonly after: (delayMs: number, run: () => void) => unknown,
  ) {
    // Whoever left it is gone: the file beside it is locked by this program.
    rmSync(path, { force: true });
    this.#listener = Deno.listen({ transport: "unix", path });
    Deno.chmodSync(path, MODE);
    this.#accepting = this.#accept();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#stopping.resolve();
    for (const connection of this.#open) connection.close();
    this.#open.clear();
    await this.#accepting;
    await Promise.all(this.#serving);
    rmSync(this.path, { force: true });
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#open.add(connection);
      const serving = this.#serve(connection).finally(() => {
        this.#serving.delete(serving);
        if (this.#open.delete(connection)) connection.close();
      });
      this.#serving.add(serving);
    }
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    try {
      const asked = request.parse(JSON.parse(await readLine(connection)));
      await writeLine(connection, "ports" in asked ? this.ports() : await this.#press(asked));
    } catch {
      // Who asked has gone, asked for something else, or the simulation ends.
    }
  }

  async #press({ press, waitMs }: z.output<typeof pressRequest>): Promise<PressAnswer> {
    const wearable = this.wearables().find(({ uid }) => uid === press);
    if (wearable === undefined) {
      return { unknown: press, known: this.wearables().map(({ uid }) => uid) };
    }
    const message = wearable.press();
    const end = performance.now() + waitMs;
    while (message.answers.length === 0 && performance.now() < end) {
      const look = new Promise<void>((resolve) => this.after(LOOK_MS, resolve));
      await Promise.race([look, this.#stopping.promise]);
    }
    return { device: press, alarm: message.alarm, answers: [...message.answers] };
  }
}

/**
 * Presses the button of a wearable of a running simulation, and waits for its first answer.
 * @returns undefined: no simulation runs there.
 */
export async function pressButton(
  statePath: string,
  uid: string,
  waitMs: number,
): Promise<PressAnswer | undefined> {
  return await exchange(statePath, { press: uid, waitMs }, pressAnswer);
}

/** Modems that are played now; none where no simulation runs. */
export async function simulatedPorts(statePath: string): Promise<SimulatedPorts> {
  return await exchange(statePath, { ports: true }, portList).catch(() => undefined) ?? [];
}

async function exchange<T>(
  statePath: string,
  asked: z.output<typeof request>,
  answer: z.ZodType<T>,
): Promise<T | undefined> {
  const connection = await Deno.connect({ transport: "unix", path: pressSocket(statePath) })
    .catch((error) => {
      if (error instanceof Deno.errors.PermissionDenied) throw error;
      return undefined;
    });
  if (connection === undefined) return undefined;
  try {
    await writeLine(connection, asked);
    return answer.parse(JSON.parse(await readLine(connection)));
  } finally {
    connection.close();
  }
}
