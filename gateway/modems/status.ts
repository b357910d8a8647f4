import type { ModemIdentity } from "../../devices/modems/modem.ts";
import type { UnixMs } from "../../devices/time.ts";
import type { ModemCounts } from "./counters.ts";
import type { ModemState } from "./life.ts";

/** What there is to show of a modem. */
export interface ModemStatus {
  readonly name: string;
  readonly path: string;
  readonly state: ModemState;
  /** Why it is lost. */
  readonly reason?: string;
  readonly identity: ModemIdentity;
  readonly queued: number;
  readonly lastFrameAtUnixMs?: UnixMs;
  readonly counts: ModemCounts;
}

/** What a session knows of its modem beyond the port. */
export interface SessionState {
  readonly identity: ModemIdentity;
  readonly queued: number;
  readonly lastFrameAtUnixMs: UnixMs | undefined;
  readonly counts: ModemCounts;
}

/** Puts together what all sessions show. */
export function modemStatus(
  { name, place: { path } }: { readonly name: string; readonly place: { readonly path: string } },
  { lostReason, state }: { readonly lostReason: string | undefined; readonly state: ModemState },
  { lastFrameAtUnixMs, ...own }: SessionState,
): ModemStatus {
  return {
    name,
    path,
    state,
    ...(lostReason === undefined ? {} : { reason: lostReason }),
    ...own,
    ...(lastFrameAtUnixMs === undefined ? {} : { lastFrameAtUnixMs }),
  };
}
