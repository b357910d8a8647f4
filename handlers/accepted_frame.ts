import type { AcceptedFrame } from "../db/units/frames.ts";
import type { Clock } from "../devices/time.ts";
import type { Answers } from "./answers.ts";
import type { AuthenticFrame } from "./authentic_frame.ts";
import { eventOfFrame, isAnswerable } from "./frame_event.ts";
import type { Acceptance } from "./judge.ts";
import type { GatewayName } from "./new_event.ts";

export interface AcceptedFramePorts {
  readonly gateway: GatewayName;
  readonly clock: Clock;
  readonly answers: Pick<Answers, "sealStored">;
}

/** A frame as the store takes it, with the answer that may be given once it is there. */
export function acceptedFrame(
  { frame, plaintext, reception, sender: { generation }, uplink }: AuthenticFrame,
  acceptance: Acceptance & { readonly isDrill: boolean },
  { answers, clock, gateway }: AcceptedFramePorts,
): AcceptedFrame {
  const { isDrill, newestCounter, newestEpoch, opensIncident } = acceptance;
  const body = plaintext.body;
  const facts = { reception, frame, body, generation, uplink, acceptance, isDrill };
  const event = eventOfFrame(facts, gateway, clock);
  return {
    event,
    uplink,
    ...(opensIncident && {
      opens: { id: event.incident!, alarm: acceptance.alarmBody!.alarm },
    }),
    ...(isAnswerable(acceptance) && {
      answer: answers.sealStored(generation, uplink, frame.eid),
    }),
    ...(isDrill && acceptance.priority === "critical" && {
      drillAlarm: { bootId: clock.bootId, uptimeMs: clock.monotonicMs() },
    }),
    newestEpoch,
    newestCounter,
  };
}
