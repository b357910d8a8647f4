/**
 * The sheet that goes with a wearable: which it is, whom it serves and how it is tested, as a page to
 * print and as a text for a terminal. It holds no secret, and nothing that follows from one.
 */
import { createHash } from "node:crypto";
import encodeQR from "qr";
import { printable } from "../../devices/printable.ts";
import type { GatewayName } from "../events/new_event.ts";
import { type Language, MESSAGES } from "../i18n/locales.ts";
import { escapeXml } from "../tools/xml.ts";

/** What a sheet says. */
export interface SheetFacts {
  readonly gateway: GatewayName;
  readonly uid: string;
  /** Of the file that it serves. */
  readonly reference?: string;
  /** The day on which that ends. */
  readonly expires?: string;
  readonly madeAt: string;
  readonly language: Language;
}

const STYLE = `
  body { font: 12pt/1.4 sans-serif; margin: 2cm; max-width: 17cm }
  svg { width: 5cm; height: 5cm; float: right }
  th { text-align: left; padding-right: 1em; vertical-align: top }
  li { margin: .4em 0 }
`;

/** What a browser is to let the page do when it comes over HTTP: look as it does, and no more. */
export const SHEET_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; " +
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/** Modules around the code; readers want four. */
const BORDER = 4;

/** What the code says: which wearable of which gateway, for a scanner. */
export function codeText({ gateway, uid }: SheetFacts): string {
  return `vigil:${gateway.zone}/${gateway.name}/${encodeURIComponent(uid)}`;
}

/** The sheet as one HTML page that needs nothing from elsewhere. */
export function sheetHtml(facts: SheetFacts): string {
  const { language } = facts;
  const { test, testedBy, testedOn } = MESSAGES[language].sheet;
  const svg = encodeQR(codeText(facts), "svg", { ecc: "medium", border: BORDER });
  const rows = lines(facts).map(([name, value]) =>
    `<tr><th scope="row">${escapeXml(name)}</th><td>${escapeXml(value)}</td></tr>`
  );
  const steps = testSteps(facts).map((step) => `<li>${escapeXml(step)}</li>`);
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>Vigil: ${escapeXml(facts.uid)}</title>
<style>${STYLE}</style>
${svg}
<h1>${escapeXml(facts.uid)}</h1>
<table>
${rows.join("\n")}
</table>
<h2>${escapeXml(test)}</h2>
<ol>
${steps.join("\n")}
</ol>
<p>☐ ${escapeXml(testedOn)} ………………… ${escapeXml(testedBy)} …………………</p>
</html>
`;
}

/** The same for a terminal. */
export function sheetText(facts: SheetFacts): string {
  const code = encodeQR(codeText(facts), "ascii", { ecc: "medium", border: BORDER });
  const rows = lines(facts).map(([name, value]) => `${name.padEnd(25)}${value}`);
  const steps = testSteps(facts).map((step, index) => `${index + 1}. ${step}`);
  return [code.trimEnd(), "", ...rows, "", ...steps].join("\n");
}

function lines(
  { expires, gateway, language, madeAt, reference, uid }: SheetFacts,
): [string, string][] {
  const { device, sheet } = MESSAGES[language];
  return [
    [device, uid],
    [sheet.reference, printable(reference ?? sheet.unassigned)],
    [sheet.expires, expires ?? (reference === undefined ? "–" : sheet.never)],
    [sheet.gateway, `${sheet.zone} ${gateway.zone}, ${gateway.name}`],
    [sheet.printed, madeAt.slice(0, 10)],
  ];
}

function testSteps({ language, uid }: SheetFacts): string[] {
  const command = `vigil device test ${uid}`;
  return MESSAGES[language].sheet.steps.map((step) => step.replace("{}", () => command));
}
