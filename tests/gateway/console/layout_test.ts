/** How the console's pages look and read: at every width, in each language, on paper, read aloud. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import {
  HAS_BROWSER,
  openConsole,
  signInAs,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("how the console's pages look and read");

const LANGUAGES = ["nl", "fr", "de", "en"] as const;
/** CSS pixels; 720 and 384 are 1 440 and 768 at 200 %, 794 is a sheet of A4. */
const WIDTHS = [320, 384, 390, 720, 768, 794, 1_440, 1_920] as const;

/** A zone in which much has happened: one alarm that nobody has, one that is accepted. */
async function busySite() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.start());
  const reference = ["--reference", "2026/0012345", "--expires", "2027-05-23"];
  await site.box.json("device", "assign", site.wearable.uid, ...reference);
  const fix = { lat: 51.1932743, lon: 4.363482, accuracyM: 17 };
  const token = await site.box.token("operator");
  const operator = await addPerson(site.box, "operator");
  site.wearable.press({ fix, flags: ["duress"], batteryPercent: 15 });
  await site.press();
  const open = async () => (await site.gateway.get("/v1/incidents", token)).incidents;
  const [first, second] = await open();
  await using browser = await TestBrowser.start();
  const { page } = await openConsole(browser, site.gateway, operator);
  await page.locator(`#open-${second.id} button`).first().click();
  await page.locator(`#open-${second.id}.cared-for`).waitFor();
  const paths = ["/", "/events", "/incidents", `/incidents/${first.id}`, "/devices"];
  stack.move();
  return { site, operator, paths: [...paths, `/incidents/${first.id}/close`] };
}

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

async function outOfSight(page: Page): Promise<string[]> {
  const hidden = await page.evaluate(OUT_OF_SIGHT) as string[];
  const found = [...hidden, ...await page.evaluate(BROKEN_HEADINGS) as string[]];
  const overflowPx = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  return overflowPx as number > 0 ? [...found, `${overflowPx} px to the side`] : found;
}

Deno.test({
  name:
    "Nothing is out of sight or broken at any width, at 200 % or on paper, in any of the four languages",
  ignore: !HAS_BROWSER,
  async fn() {
    const { operator, paths, site } = await busySite();
    await using _ = site;
    await using browser = await TestBrowser.start();
    for (const language of LANGUAGES) {
      const { page } = await openConsole(browser, site.gateway, operator, language);
      for (const path of paths) {
        await page.goto(`${site.gateway.consoleUrl}${path}`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${path} at ${width}`);
        }
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 720, height: 1_000 });
        assert.deepEqual(await outOfSight(page), [], `${language} ${path} on paper`);
        if (path === "/") assert.ok(await page.locator("td.state").first().isVisible());
        await page.emulateMedia({ media: "screen" });
      }
    }
  },
});

Deno.test({
  name:
    "axe-core finds nothing wrong with any page, in four languages, light and dark, wide and narrow",
  ignore: !HAS_BROWSER,
  async fn() {
    const { operator, paths, site } = await busySite();
    await using _ = site;
    await using browser = await TestBrowser.start();
    for (const [at, language] of LANGUAGES.entries()) {
      const colorScheme = at % 2 === 0 ? "light" : "dark";
      const { page } = await browser.open(language, { colorScheme });
      await page.goto(site.gateway.consoleUrl);
      await check(page, `${language} sign-in`);
      await signInAs(page, operator, site.gateway);
      for (const width of [1_440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const path of [...paths, "/nowhere"]) {
          await page.goto(`${site.gateway.consoleUrl}${path}`);
          await check(page, `${language} ${path} at ${width}, ${colorScheme}`);
        }
      }
    }
  },
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

async function check(page: Page, where: string): Promise<void> {
  // What comes in slowly is judged as it is when it has come.
  await page.evaluate("Promise.all(document.getAnimations().map((its) => its.finished))");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as { violations: readonly Violation[] };
  const found = violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary]);
  assert.deepEqual(found, [], where);
}
