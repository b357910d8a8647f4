/** How a page of the console is judged in a real browser: nothing is out of sight, and axe-core is silent. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** CSS pixels; 720 and 384 are 1 440 and 768 at 200 %, 794 is a sheet of A4. */
export const WIDTHS = [320, 384, 390, 720, 768, 794, 1_440, 1_920] as const;

/** What is out of sight to the left or the right, by its class or name. */
const OUT_OF_SIGHT = `[...document.querySelectorAll(
  "td.state, .dispatch, .since, .banner, .pulse, h1, h2 a, button, .button, td, dd")]
  .filter((it) => getComputedStyle(it).display !== "none" && it.getClientRects().length > 0)
  .filter((it) => { const { left, right } = it.getBoundingClientRect(); return left < 0 || right > innerWidth + 0.5; })
  .map((it) => (it.className || it.nodeName) + ": " + it.textContent)`;

/** Headings of columns that are on more lines than they have words: a narrow column broke a word. */
const BROKEN_HEADINGS = `[...document.querySelectorAll("table:not([role]) th")].filter((it) => {
  const text = document.createRange();
  text.selectNodeContents(it);
  const lines = new Set([...text.getClientRects()].map(({ top }) => Math.round(top)));
  return lines.size > it.textContent.trim().split(/\\s+/).length;
}).map((it) => "broken: " + it.textContent)`;

/** What of a page nobody can see, at its present width; nothing of a good one. */
export async function outOfSight(page: Page): Promise<string[]> {
  const hidden = await page.evaluate(OUT_OF_SIGHT) as string[];
  const found = [...hidden, ...await page.evaluate(BROKEN_HEADINGS) as string[]];
  const overflowPx = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  return overflowPx as number > 0 ? [...found, `${overflowPx} px to the side`] : found;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Fails on what axe-core finds wrong. @param where Said with it. */
export async function checkAccessibility(page: Page, where: string): Promise<void> {
  // What comes in slowly is judged as it is when it has come.
  await page.evaluate("Promise.all(document.getAnimations().map((its) => its.finished))");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as { violations: readonly Violation[] };
  const found = violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary]);
  assert.deepEqual(found, [], where);
}
