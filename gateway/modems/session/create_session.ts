import { join } from "node:path";
import type { CellularSettings } from "../../../devices/modems/cellular/effects.ts";
import { CellularProtocol } from "../../../devices/modems/cellular/protocol.ts";
import type { UnixMs } from "../../../devices/time.ts";
import type { Inbox } from "../../../handlers/short_messages/inbox.ts";
import type { ReplyForms } from "../../../handlers/short_messages/reply_forms.ts";
import { type CellularModemConfig, DEFAULT_BAUD } from "../../config/config.ts";
import type { FoundModem } from "../binding/modem_binding.ts";
import type { ModemAccess } from "../port/place.ts";
import { type SessionDependencies, sessionOptions } from "./session.ts";
import { CellularSession } from "../cellular/cellular_session.ts";
import { PinGuard } from "../cellular/pin_guard.ts";
import type { StorageStatus } from "../cellular/storage_watch.ts";

/** What cellular modems need beyond what all do. */
export interface CellularPorts {
  readonly inbox: Pick<Inbox, "keep">;
  readonly forms: ReplyForms;
  /** Folder of what this program keeps. */
  readonly dataDir: string;
  /** Somebody waits for delivery reports. */
  readonly wantsReports: boolean;
  readonly onTime: (unixMs: UnixMs) => void;
}

/** Makes the session of one cellular modem. */
export function createCellularSession(
  config: CellularModemConfig,
  ports: SessionDependencies & { readonly cellular: CellularPorts },
): CellularSession {
  const { name, sim } = config;
  const { dataDir, forms, inbox, onTime, wantsReports } = ports.cellular;
  const settings = { storage: sim?.storage ?? "ME", wantsReports } as const;
  return new CellularSession({
    ...sessionOptions(config, ports, (found) => accessOf(found, settings)),
    inbox,
    forms,
    guard: new PinGuard({
      notePath: join(dataDir, "sim-pins.json"),
      pinFile: sim?.pinFile,
      modem: name,
    }),
    onTime,
    onStorage: (status) => storageChanged(name, status, ports),
    onFull: () =>
      ports.raise({
        name: "storage-degraded",
        reason: "modem-storage-full",
        subject: `modem/${name}`,
      }),
  });
}

function accessOf(
  { baud = DEFAULT_BAUD.cellular, kind, path }: FoundModem,
  settings: CellularSettings,
): ModemAccess<CellularProtocol> {
  if (kind !== "cellular") {
    throw new Error(
      `Cannot use the modem at "${path}": it is of kind ${kind}; add [modem.radio] with the radio settings of the wearables`,
    );
  }
  return { path, baud, createProtocol: () => new CellularProtocol(settings) };
}

function storageChanged(
  modem: string,
  status: StorageStatus,
  { raise }: SessionDependencies,
): void {
  if (status.level !== "alarm") return;
  const { storage, total, used } = status;
  raise({
    name: "storage-degraded",
    reason: "modem-storage-nearly-full",
    subject: `modem/${modem}`,
    details: { storage, used, total },
  });
}
