/** What entries of the audit log are about, as a reader chooses among them. */
import { AUDIT_WHATS } from "../../../../db/store.ts";
import { AUDIT_GROUPS, type AuditGroup } from "../../../i18n/audit/messages.ts";

/** The group of a word; of one that is not known, that of the gateway itself. */
export function groupOf(what: string): AuditGroup {
  if (/-(viewed|listed|exported|disclosed)$/.test(what)) return "looks";
  if (/^(incident|drill|shift)-/.test(what)) return "incidents";
  if (what.startsWith("wearable-")) return "wearables";
  const ofPeople = /^(account|password|passkey|recovery|session|sessions|sign|signed|token)-/;
  return ofPeople.test(what) ? "people" : "gateway";
}

/** The group of a name in an address; undefined: there is none of that name. */
export function auditGroup(name: string | undefined): AuditGroup | undefined {
  return AUDIT_GROUPS.find((group) => group === name);
}

/** The words of a group. */
export function whatsOf(group: AuditGroup): string[] {
  return AUDIT_WHATS.filter((what) => groupOf(what) === group);
}
