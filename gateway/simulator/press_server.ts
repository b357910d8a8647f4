/**
 * How a person presses the button of a simulated wearable, and commands find simulated modems: a
 * Unix socket beside what the wearables keep, which is locked by the simulation.
 */
import * as z from "zod";
import { exchange, LineServer } from "../control/line.ts";
import { until } from "../runtime/until.ts";
import type { SimulatedWearable } from "./wearable.ts";

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

function socketPath(statePath: string): string {
  return `${statePath}.sock`;
}

/**
 * Takes presses while a simulation lives, until what it gives is disposed of.
 * @throws Error when the socket cannot be made.
 */
export function listenForPresses(
  statePath: string,
  wearables: () => readonly SimulatedWearable[],
  ports: () => SimulatedPorts,
): LineServer {
  return new LineServer(socketPath(statePath), async (line, stopping) => {
    const asked = request.parse(JSON.parse(line));
    return "ports" in asked ? ports() : await press(wearables(), asked, stopping);
  });
}

async function press(
  wearables: readonly SimulatedWearable[],
  { press, waitMs }: z.output<typeof pressRequest>,
  stopping: AbortSignal,
): Promise<PressAnswer> {
  const wearable = wearables.find(({ uid }) => uid === press);
  if (wearable === undefined) return { unknown: press, known: wearables.map(({ uid }) => uid) };
  const message = wearable.press();
  await until(() => message.answers.length > 0, waitMs, stopping);
  return { device: press, alarm: message.alarm, answers: [...message.answers] };
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
  const answer = await exchange(socketPath(statePath), { press: uid, waitMs });
  return answer === undefined ? undefined : pressAnswer.parse(answer);
}

/** Modems that are played now; none where no simulation runs. */
export async function simulatedPorts(statePath: string): Promise<SimulatedPorts> {
  const answer = await exchange(socketPath(statePath), { ports: true }).catch(() => undefined);
  return portList.safeParse(answer).data ?? [];
}
