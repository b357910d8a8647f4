/** How the console's pages look and read: at every width, in each language, on paper, read aloud. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  signInAs,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("how the console's pages look and read");

const LANGUAGES = ["nl", "fr", "de", "en"] as const;

/** A zone in which much has happened: one alarm that nobody has, one that is accepted. */
async function busySite() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.start());
  const reference = ["--reference", "2026/0012345", "--expires", "2027-05-23"];
  await site.box.json("device", "assign", site.wearable.uid, ...reference);
  const fix = { lat: 51.1932743, lon: 4.363482, accuracyM: 17 };
  const token = await site.box.token("operator");
  const operator = await addPerson(site.box, "operator", "technician");
  site.wearable.press({ fix, flags: ["duress"], batteryPercent: 15 });
  await site.press();
  const open = async () => (await site.gateway.get("/v1/incidents", token)).incidents;
  const [first, second] = await open();
  await using browser = await TestBrowser.start();
  const { page } = await openConsole(browser, site.gateway, operator);
  await page.locator(`#open-${second.id} .acts button`).first().click();
  await page.locator(`#open-${second.id}.cared-for`).waitFor();
  const paths = ["/", "/events", "/incidents", `/incidents/${first.id}`, "/devices", "/handover"];
  stack.move();
  return {
    site,
    operator,
    paths: [...paths, `/incidents/${first.id}/close`, `/incidents/${first.id}/report`],
  };
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
      await checkAccessibility(page, `${language} sign-in`);
      await signInAs(page, operator, site.gateway);
      for (const width of [1_440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const path of [...paths, "/nowhere"]) {
          await page.goto(`${site.gateway.consoleUrl}${path}`);
          await checkAccessibility(page, `${language} ${path} at ${width}, ${colorScheme}`);
        }
      }
    }
  },
});
