/** The daily reports in a real browser: chosen by a form, read at every width, printed on A4. */
import assert from "node:assert/strict";
import { dayAfter, dayOf } from "../../../handlers/tools/day.ts";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("daily reports");

/** Points of a page of A4, as a PDF says it. */
const A4 = /\/MediaBox\s*\[\s*0 0 (594|595|596)(\.\d+)? (841|842|843)(\.\d+)?\s*\]/;

Deno.test({
  name: "A technician finds the day of an alarm by the form, and has it as a file and on paper",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const technician = await addPerson(site.box, "technician");
    await site.box.json("device", "assign", site.wearable.uid, "--reference", "2026/0012345");
    await site.press();
    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, site.gateway, technician);
    await page.getByRole("link", { name: "Reports" }).click();
    const today = dayOf(Date.now());
    await page.getByRole("textbox", { name: "Day" }).fill(dayAfter(today, -1));
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(`**/reports/${dayAfter(today, -1)}`);
    await page.getByText("No alarm on this day").waitFor();
    await page.getByRole("link", { name: "Day after" }).click();
    await page.waitForURL(`**/reports/${today}`);
    await page.getByText("This day is not complete yet").waitFor();
    await page.locator("td", { hasText: site.wearable.uid }).first().waitFor();

    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "As a file for mail" }).click();
    const file = await waiting;
    assert.match(file.suggestedFilename(), new RegExp(`^report-.+-${today}\\.html$`));
    assert.match(Deno.readTextFileSync(await file.path()), new RegExp(site.wearable.uid));

    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.match(new TextDecoder("latin1").decode(pdf), A4);
    await page.locator("table.reports a", { hasText: site.wearable.uid }).click();
    await page.getByRole("heading", { name: `Daily reports of ${site.wearable.uid}` }).waitFor();
    assert.deepEqual(complaints, []);
  },
});

Deno.test({
  name: "Reports are whole at every width and on paper in all languages, and axe-core is silent",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const technician = await addPerson(site.box, "technician");
    const reference = ["--reference", "2026/0012345", "--expires", "2027-05-23"];
    await site.box.json("device", "assign", site.wearable.uid, ...reference);
    await site.press();
    await using browser = await TestBrowser.start();
    const paths = [`/reports/${dayOf(Date.now())}`, `/reports/wearable/${site.wearable.uid}`];
    for (const [at, language] of ["nl", "fr", "de", "en"].entries()) {
      const colorScheme = at % 2 === 0 ? "light" : "dark";
      const options = { colorScheme } as const;
      const { page } = await openConsole(browser, site.gateway, technician, language, options);
      for (const path of paths) {
        await page.goto(`${site.gateway.consoleUrl}${path}`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${path} at ${width}`);
        }
        await checkAccessibility(page, `${language} ${path}, ${colorScheme}`);
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 720, height: 1_000 });
        assert.deepEqual(await outOfSight(page), [], `${language} ${path} on paper`);
        await page.emulateMedia({ media: "screen" });
      }
    }
  },
});
