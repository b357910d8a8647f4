/** Whether alarms can reach dispatch, and for how long certificates let them. */
import type { DestinationStatus, GatewayStatus } from "../supervision/status.ts";
import type { BoxFacts, CertificateFacts, PeerFacts } from "./box_facts.ts";
import { bad, daysUntil, good, type Judgement, quoted, warning } from "./finding.ts";

/** A stream that was not fetched for so long is a lost path, in ms. */
const FETCHED_WITHIN_MS = 90_000;
const MINUTE_MS = 60_000;
/** A new certificate takes people so long, in days. */
const ENDS_SOON_DAYS = 30;

export function judgeDestinations(facts: BoxFacts): Judgement[] {
  const { atUnixMs, certificates = [], destinations, status } = facts;
  if (destinations === undefined) return [];
  const { count, peers } = destinations;
  return [
    ...(count === 0 ? [bad("destinations-none")] : []),
    ...(status === undefined ? [] : status.destinations.flatMap((its) => judgeReach(its, status))),
    ...peers.flatMap((peer) => judgePeer(peer, status !== undefined, atUnixMs)),
    ...certificates.map((its) => judgeCertificate(its, atUnixMs)),
  ];
}

function judgeReach(destination: DestinationStatus, status: GatewayStatus): Judgement[] {
  const { isReachable, lastError = "not connected yet", name, required, type } = destination;
  if (type === "stream") return [judgeStream(name, required, status)];
  if (isReachable === undefined) return [];
  return [
    isReachable ? good("destination-good", { name }) : bad("destination-lost", {
      name,
      problem: lastError.replace(/[.:\s]+$/, ""),
    }),
  ];
}

function judgeStream(
  name: string,
  isRequired: boolean,
  { streams, uptimeMs }: GatewayStatus,
): Judgement {
  const agoMs = streams.find((stream) => stream.name === name)?.polledAgoMs ?? uptimeMs;
  const values = { name, minutes: Math.floor(agoMs / MINUTE_MS) };
  if (agoMs <= FETCHED_WITHIN_MS) return good("stream-good", values);
  return (isRequired ? bad : warning)("stream-quiet", values);
}

/** Whether it is reached says a running gateway itself; a certificate it does not say. */
function judgePeer(peer: PeerFacts, isRunning: boolean, now: number): Judgement[] {
  const { certificateEndsUnixMs: endsUnixMs, host, name, problem } = peer;
  return [
    ...(isRunning ? [] : [
      problem === undefined
        ? good("destination-good", { name })
        : judgeProblem(name, host, problem),
    ]),
    ...(endsUnixMs === undefined ? [] : [judgeCertificate({ name, endsUnixMs }, now)]),
  ];
}

function judgeProblem(
  name: string,
  host: string,
  { step, text: problem }: NonNullable<PeerFacts["problem"]>,
): Judgement {
  const values = { name, host, problem };
  switch (step) {
    case "name":
      return bad("name-unknown", values, `getent hosts ${quoted(host.replace(/:\d+$/, ""))}`);
    case "connection":
      return bad("connection-failed", values);
    case "handshake":
      return bad("handshake-failed", values, `openssl s_client -connect ${quoted(host)}`);
  }
}

function judgeCertificate(
  { endsUnixMs, name, problem }: CertificateFacts,
  now: number,
): Judgement {
  if (endsUnixMs === undefined) {
    return bad("certificate-unreadable", { name, problem: problem ?? "it is none" });
  }
  const values = { name, days: daysUntil(endsUnixMs, now) };
  if (values.days >= ENDS_SOON_DAYS) return good("certificate-good", values);
  return (values.days < 0 ? bad : warning)("certificate-ends", values);
}
