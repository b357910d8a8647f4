/** Looking at modem, network and time, which change by themselves, and refusing calls. */
import { defined } from "../../tools/defined.ts";
import type { NetworkStatus } from "./effects.ts";
import { readAccessTechnology } from "./access_technology.ts";
import { ask, firstOf, type Job, type ModemState, say, sayPatiently, tryOut } from "./job.ts";
import { readClock, readOperator, readRegistration, readSignalDbm } from "./network_answers.ts";

/** Registration, signal, operator and generation of the network. */
export function* readNetworkStatus(known: ModemState): Job<NetworkStatus> {
  const states: string[] = [];
  for (const name of known.registrationNames) {
    const lines = yield* ask(`AT${name}?`, { prefix: `${name}:` });
    states.push(...lines.map((line) => readRegistration(line)).filter((it) => it !== undefined));
  }
  const signalDbm = firstOf(yield* ask("AT+CSQ", { prefix: "+CSQ:" }), readSignalDbm);
  const reported = yield* sayPatiently(known, "AT+COPS?", { prefix: "+COPS:" });
  const lines = reported.ok ? reported.lines : [];
  const operator = firstOf(lines, readOperator);
  const technology = firstOf(lines, readAccessTechnology);
  // A modem that cannot be asked is taken at its word when it sends and receives.
  const isRegistered = known.registrationNames.length === 0 || states.includes("registered");
  const status: NetworkStatus = {
    isRegistered,
    registration: isRegistered ? "registered" : worst(states),
  };
  const more = defined({ operator, technology, signalDbm });
  yield { report: { do: "network", status: { ...status, ...more } } };
  return status;
}

/** Any answer shows that the modem is there; without one it counts as dead before long. */
export function* ping(): Job<void> {
  yield* say("AT");
}

/**
 * Refuses the call that rings (3GPP TS 27.007, section 6.5; V.250, section 6.3.6). Neither command
 * does anything where there is no call any more.
 */
export function* hangUp(known: ModemState): Job<void> {
  const reply = yield* tryOut(known, "AT+CHUP");
  if (!reply.ok && reply.why === "refused") yield* tryOut(known, "ATH");
}

/** Reads the time that the modem has from its network, if it has one. */
export function* readNetworkTime({ make }: ModemState): Job<void> {
  const { command, isUtc, prefix } = make.clock;
  const unixMs = firstOf(yield* ask(command, { prefix }), (line) => readClock(line, isUtc));
  if (unixMs !== undefined) yield { report: { do: "time", unixMs } };
}

/** The state that a person has to act on, among those of several domains. */
function worst(states: readonly string[]): string {
  return ["denied", "emergency-only", "searching", "idle"].find((it) => states.includes(it)) ??
    "unknown";
}
