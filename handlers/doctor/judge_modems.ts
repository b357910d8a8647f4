/** The modems, and what stands between them and the gateway. */
import type { ModemStatus } from "../supervision/status.ts";
import type { PortFacts, PortsFacts } from "./box_facts.ts";
import { bad, good, type Judgement, quoted, warning } from "./finding.ts";

const INSTALL_RULES =
  "cp gateway/deploy/*.rules /etc/udev/rules.d/ && udevadm control --reload && " +
  "udevadm trigger --subsystem-match=usb --subsystem-match=usb-serial --subsystem-match=tty";

/** @param modems As the running gateway says it; none: no gateway runs. */
export function judgeModems(
  { hasRules, ports, seekers }: PortsFacts,
  modems: readonly ModemStatus[] = [],
): Judgement[] {
  if (ports.length === 0) return [warning("modems-none", {}, "vigil modem list")];
  return [
    ...modems.map(judgeModem),
    ...ports.flatMap(judgePort),
    ...(hasRules === true
      ? [good("rules-good")]
      : seekers.map((program) => warning("port-seekers", { program }, stop(program)))),
    ...(hasRules === false ? [warning("rules-missing", {}, INSTALL_RULES)] : []),
  ];
}

function stop(program: string): string {
  return `systemctl disable --now ${program}`;
}

function judgeModem({ name: modem, state }: ModemStatus): Judgement {
  if (state !== "lost") return good("modem-good", { modem });
  return bad("modem-lost", { modem }, `vigil modem test ${quoted(modem)}`);
}

function judgePort(facts: PortFacts): Judgement[] {
  const { group, holders, isAllowed, isThere, isUnstable, modem, port } = facts;
  const values = { modem, port };
  if (!isThere) return [bad("port-missing", values, "vigil modem list")];
  const found = [
    ...(isAllowed ? [] : [bad("port-denied", values, `usermod --append --groups ${group} vigil`)]),
    ...(holders === "" ? [] : [bad("port-held", { ...values, holders })]),
    ...(isUnstable ? [warning("port-unstable", values, "vigil modem list")] : []),
  ];
  return found.length === 0 ? [good("port-good", values)] : found;
}
