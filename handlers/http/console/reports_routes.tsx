/** The addresses of the daily reports. */
import type { AuditSubject } from "../../../db/store.ts";
import { readDayReport, readWearableDays } from "../../reports/day_report.ts";
import { reportFile } from "../../reports/report_file.ts";
import { namedIn } from "../../reports/report_json.ts";
import { dayAfter, dayOf } from "../../tools/day.ts";
import type { LookedAt } from "./looks.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { MessagePage } from "./pages/pages.tsx";
import { DayPage } from "./pages/reports/day_page.tsx";
import { WearableDaysPage } from "./pages/reports/wearable_days_page.tsx";
import { page } from "./reply.tsx";

const common = {
  method: "GET",
  access: { roles: ["technician", "admin"] },
  shows: "wearables",
} as const;

export const REPORT_PAGES: readonly PageDefinition[] = [
  definePage({ ...common, path: "/reports", handle: showNewest }),
  definePage({
    ...common,
    path: "/reports/{day}",
    handle: (call) => showDay(call, call.context.req.param("day")!),
  }),
  definePage({ ...common, path: "/reports/{day}/file", handle: giveFile }),
  definePage({ ...common, path: "/reports/wearable/{id}", handle: showWearable }),
];

/** Wearables of one page. */
const SHOWN_WEARABLES = 50;
/** Alarms on it: of a zone they are one or two a day. */
const SHOWN_ALARMS = 50;

/** The day that was chosen, else yesterday, which is the newest that is whole; today on the first day. */
function showNewest(call: PageCall): LookedAt {
  const chosen = call.context.req.query("day");
  if (chosen !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(chosen)) {
    return { response: call.context.redirect(`/reports/${chosen}`) };
  }
  const today = dayOf(call.visit.now.unixMs);
  const isFirst = (call.ports.reader.wearableDays.oldest() ?? today) === today;
  return showDay(call, isFirst ? today : dayAfter(today, -1));
}

function showDay(call: PageCall, day: string): LookedAt {
  const { context, ports: { reader }, visit } = call;
  const after = context.req.query("after") ?? "";
  const whole = readDayReport(reader, day, visit.now.unixMs, after, SHOWN_WEARABLES);
  if (whole === undefined) return noReport(call);
  const report = { ...whole, incidents: whole.incidents.slice(0, SHOWN_ALARMS) };
  const moreAlarms = whole.incidents.length - report.incidents.length;
  const response = page(context, <DayPage visit={visit} report={report} moreAlarms={moreAlarms} />);
  const shown = namedIn(report, report.wearables);
  return {
    response,
    look: { what: "wearables-listed", subjects: wearables(shown), details: { day } },
  };
}

/** The report as a file for mail, with all wearables. */
function giveFile(call: PageCall): LookedAt {
  const { context, ports: { reader }, visit } = call;
  const { locale: { language }, now, status } = visit;
  const day = context.req.param("day")!;
  const at = { zone: status.zone, gateway: status.name, nowUnixMs: now.unixMs, language };
  const file = reportFile(reader, day, at);
  if (file === undefined) return noReport(call);
  const response = context.body(file.html, 200, {
    "content-type": "text/html; charset=utf-8",
    "content-disposition": `attachment; filename="report-${status.zone}-${day}.html"`,
  }) as Response;
  const subjects = wearables(file.wearables);
  return { response, look: { what: "wearables-listed", subjects, details: { day } } };
}

function showWearable(call: PageCall): LookedAt {
  const { context, ports: { reader }, visit } = call;
  const wearable = context.req.param("id")!;
  const days = readWearableDays(reader, wearable, visit.now.unixMs);
  if (days === undefined) return { response: context.notFound() as Response };
  const content = <WearableDaysPage visit={visit} wearable={wearable} days={days} />;
  const subjects = wearables([wearable]);
  return { response: page(context, content), look: { what: "wearable-viewed", subjects } };
}

function noReport({ context, visit }: PageCall): LookedAt {
  const { reports } = visit.locale.messages;
  const back = { href: "/reports", name: reports.title };
  const content = <MessagePage visit={visit} message={reports.unknownDay} back={back} />;
  return { response: page(context, content, 404) };
}

function wearables(uids: readonly string[]): AuditSubject[] {
  return [...new Set(uids)].map((id) => ({ kind: "wearable", id }));
}
