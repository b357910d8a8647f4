/** What the page of the system shows, as plain values. */
import type { Backups } from "../../../../backups/backups.ts";
import type { Diagnosis, Doctor } from "../../../../doctor/doctor.ts";
import { withinTime } from "../../../../tools/time_limit.ts";
import { holds } from "../../../server/access/credentials.ts";
import type { ConsolePorts } from "../../ports.ts";

export interface SystemView {
  /** Undefined: nothing was found yet. */
  readonly diagnosis: Diagnosis | undefined;
  readonly people: number;
  readonly tokens: number;
  /** When the newest backup was made; undefined: there is none. */
  readonly backupAtUnixMs: number | undefined;
}

/** The first look of all is waited for so long, in ms; the page says then that it goes on. */
const FIRST_LOOK_MS = 2_000;

export async function readSystem(
  { backups, clock, doctor, reader }: Pick<ConsolePorts, "clock" | "reader"> & {
    readonly backups: Pick<Backups, "list">;
    readonly doctor: Doctor;
  },
): Promise<SystemView> {
  const now = clock.expiryUnixMs();
  const people = reader.users.all().filter(({ disabledAtUnixMs, setupExpiresAtUnixMs }) =>
    disabledAtUnixMs === undefined && setupExpiresAtUnixMs === undefined
  );
  const tokens = reader.tokens.all().filter((token) =>
    token.owner === undefined && holds(token, now)
  );
  return {
    diagnosis: doctor.latest() ?? await withinTime(FIRST_LOOK_MS, doctor.look()),
    people: people.length,
    tokens: tokens.length,
    backupAtUnixMs: backups.list()[0]?.atUnixMs,
  };
}
