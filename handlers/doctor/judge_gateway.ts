/** Whether a gateway runs, takes alarms, and is kept running. */
import { notReadyReason } from "../supervision/status.ts";
import type { BoxFacts, ServiceFacts } from "./box_facts.ts";
import { bad, good, hours, type Judgement, warning } from "./finding.ts";

/** Degradations that findings of their own say better. */
const SAID_ELSEWHERE = /^(modem-lost|path-lost|backup-.*)$/;
/** So often a fault is no chance. */
const RESTARTS = 3;

export function judgeGateway({ dataDir, service, status }: BoxFacts): Judgement[] {
  return [
    ...(dataDir === undefined ? [] : judgeStatus(status, dataDir)),
    ...(service === undefined ? [] : judgeService(service)),
  ];
}

function judgeStatus(status: BoxFacts["status"], path: string): Judgement[] {
  if (status === undefined) return [bad("gateway-down", { path }, "systemctl start vigil")];
  const { degradations, uptimeMs, version } = status;
  const reason = notReadyReason(status);
  return [
    reason === undefined
      ? good("gateway-running", { hours: hours(uptimeMs), version })
      : bad("gateway-not-ready", { problem: reason }),
    ...degradations.filter(({ code }) => !SAID_ELSEWHERE.test(code))
      .map(({ code, message }) => warning("gateway-degraded", { code, problem: message })),
  ];
}

function judgeService(service: ServiceFacts): Judgement[] {
  const { isEnabled, isLoaded, missingConfinement, missingWatch, restarts } = service;
  if (!isLoaded) {
    const install = "cp gateway/deploy/vigil.service /etc/systemd/system/ && " +
      "systemctl daemon-reload && systemctl enable --now vigil";
    return [warning("service-missing", {}, install)];
  }
  const found = [
    ...(isEnabled ? [] : [bad("service-disabled", {}, "systemctl enable vigil")]),
    ...lacking("service-unwatched", missingWatch),
    ...lacking("service-unconfined", missingConfinement),
    ...(restarts < RESTARTS
      ? []
      : [warning("service-restarted", { count: restarts }, "journalctl -u vigil")]),
  ];
  return found.length === 0 ? [good("service-good")] : found;
}

function lacking(
  code: "service-unwatched" | "service-unconfined",
  missing: readonly string[],
): Judgement[] {
  if (missing.length === 0) return [];
  return [warning(code, { missing: missing.join(", ") }, "systemctl cat vigil")];
}
