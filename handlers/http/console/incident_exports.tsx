/** What can be taken away of an incident: the signed proof, CAP, JSON and a report to print. */
import { createHash } from "node:crypto";
import { decodeHex } from "../../../devices/hex.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { AuditWhat } from "../../../db/store.ts";
import { REPRESENTATIONS } from "../../formats/representations.ts";
import { wholeIncident } from "../../incidents/incident_views.ts";
import { proveIncident } from "../../proof/incident_proof.ts";
import { findId } from "../../tools/short_id.ts";
import type { LookedAt } from "./looks.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { ReportPage } from "./pages/incident/report_page.tsx";
import { MessagePage } from "./pages/pages.tsx";
import { page, unknownIncident } from "./reply.tsx";
import { incidentLook } from "./shown.ts";
import { incidentPlace } from "./views/incident/place.ts";
import { REPORT_EVENTS } from "./views/incident/time_line.ts";
import { readIncidentView } from "./views/incident_view.ts";
import { eventJson } from "../../formats/outgoing_event.ts";

const CAP = "application/cap+xml";

/** A file of an incident: its text, its media type and the end of its name. */
interface ExportedFile {
  readonly what: AuditWhat;
  readonly type: string;
  readonly ending: string;
  /** Undefined: it cannot be made. @param id 16 bytes. */
  readonly write: (call: PageCall, id: Uint8Array) => string | undefined;
}

const FILES: Readonly<Record<string, ExportedFile>> = {
  proof: { what: "proof-exported", type: "application/json", ending: "proof.json", write: proofOf },
  cap: { what: "incident-exported", type: CAP, ending: "cap.xml", write: capOf },
  json: {
    what: "incident-exported",
    type: "application/json",
    ending: "incident.json",
    write: ({ ports }, id) => wholeIncident(id, ports.reader),
  },
};

export const EXPORT_PAGES: readonly PageDefinition[] = [
  ...Object.entries(FILES).map(([name, file]) =>
    definePage({
      method: "GET",
      path: `/incidents/{id}/${name}`,
      access: { roles: ["operator"] },
      shows: "places",
      handle: (call) => exported(call, file),
    })
  ),
  definePage({
    method: "GET",
    path: "/incidents/{id}/report",
    access: { roles: ["operator"] },
    shows: "places",
    handle: report,
  }),
];

/** The file, to be saved; where it cannot be made, why. */
function exported(call: PageCall, { ending, type, what, write }: ExportedFile): LookedAt {
  const { context, ports, visit } = call;
  const id = findId(ports.reader, "incident", context.req.param("id")!);
  const incident = id.ok ? ports.reader.incidents.byId(id.value) : undefined;
  if (!id.ok || incident === undefined) {
    return { response: unknownIncident(context, visit, ports.reader) };
  }
  const text = write(call, id.value);
  if (text === undefined) return { response: notMade(call, incident.id, what) };
  const name = `${incident.id.slice(0, 8)}-${ending}`;
  const response = context.body(text, 200, {
    "content-type": `${type}; charset=utf-8`,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store",
  });
  return { response, look: { ...incidentLook(incident), what, details: { file: ending } } };
}

/** Without its key the gateway makes no proof; what retention has removed has no CAP. */
function notMade({ context, visit }: PageCall, id: string, what: AuditWhat): Response {
  const { incident, timeLine } = visit.locale.messages;
  const isProof = what === "proof-exported";
  const message = isProof ? timeLine.noProof : timeLine.empty;
  const back = { href: `/incidents/${id}`, name: incident.title };
  const content = <MessagePage visit={visit} message={message} back={back} />;
  return page(context, content, isProof ? 503 : 404);
}

function proofOf({ ports }: PageCall, id: Uint8Array): string | undefined {
  const maker = ports.proofMaker();
  return maker && proveIncident(ports.reader, id, { ...maker, at: ports.clock.unixMs() });
}

function capOf({ ports }: PageCall, id: Uint8Array): string | undefined {
  const opening = ports.reader.events.opening(id);
  const event = opening && JSON.parse(eventJson(opening));
  return event && REPRESENTATIONS.get(CAP)!(event, event);
}

/** Lets alarms and pages that wait go first: a long report takes some tenths of a second in all. */
function others(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** All that is known of an incident, for paper: with the hash of the proof that says the same. */
async function report(call: PageCall): Promise<LookedAt> {
  const { context, ports: { reader }, visit } = call;
  const part = { limit: REPORT_EVENTS };
  const incident = readIncidentView(reader, context.req.param("id")!, visit.now, part);
  if (incident === undefined) return { response: unknownIncident(context, visit, reader) };
  await others();
  const proof = proofOf(call, decodeHex(incident.id)!);
  const proofHash = proof && createHash("sha256").update(proof).digest("hex");
  const place = incidentPlace(reader, incident, visit.now, visit.locale.messages);
  await others();
  const content = <ReportPage {...defined({ visit, incident, place, proofHash })} />;
  return {
    response: page(context, content),
    look: {
      ...incidentLook(incident),
      what: "incident-exported",
      details: defined({ file: "report", proofHash }),
    },
  };
}
