/** How the pages of modems look and read: at every width, in each language, on paper, read aloud. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { technicianAt } from "../../support/plugged_ports.ts";

warnWithoutBrowser("how the console's pages of modems look and read");

const LANGUAGES = ["nl", "fr", "de", "en"] as const;

/** Everything has been done once, so that every page shows what came of it. */
async function workedOn(browser: TestBrowser) {
  await using stack = new AsyncDisposableStack();
  const at = stack.use(await technicianAt(browser));
  const { gateway: { consoleUrl }, page, port, site } = at;
  site.wearable.heartbeat();
  site.field.wearable().press();
  await page.goto(`${consoleUrl}/modems/ports/set-up`);
  await page.getByLabel(port).check();
  await page.getByRole("button", { name: "What is it?" }).click();
  await page.locator("#bandwidth_hz").fill("125000");
  await page.getByRole("button", { name: "Next" }).click();
  const plan = page.url();
  await page.getByRole("button", { name: "Write" }).click();
  await page.locator("#entry").waitFor();
  const result = page.url();
  await page.goto(`${consoleUrl}/modems/lora-1`);
  for (const work of ["Read back and compare", "What is it?"]) {
    await page.getByRole("button", { name: work }).click();
    await page.locator(".result h2", { hasText: work }).waitFor();
  }
  await page.getByRole("button", { name: "Test" }).click();
  await page.locator(".steps").waitFor({ timeout: 60_000 });
  const pathOf = (url: string) => url.slice(consoleUrl.length);
  const asked = `/modems/ports/set-up?${new URLSearchParams({ port })}`;
  const wizard = ["/modems/ports/set-up", asked, pathOf(plan), pathOf(result)];
  const own = ["/modems", "/modems/lora-1", "/modems/lora-1/reset", "/modems/lora-1/provision"];
  const kept = stack.move();
  return {
    ...at,
    paths: [...own, ...wizard],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

Deno.test({
  name:
    "Nothing of the pages of modems is out of sight or broken at any width or on paper, and axe-core is silent, in four languages, light and dark",
  ignore: !HAS_BROWSER,
  async fn() {
    await using browser = await TestBrowser.start();
    await using at = await workedOn(browser);
    for (const [number, language] of LANGUAGES.entries()) {
      const colorScheme = number % 2 === 0 ? "light" : "dark";
      const options = { colorScheme } as const;
      const { complaints, page } = await openConsole(
        browser,
        at.gateway,
        at.technician,
        language,
        options,
      );
      for (const path of at.paths) {
        await page.goto(`${at.gateway.consoleUrl}${path}`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${path} at ${width}`);
        }
        const width = at.paths.indexOf(path) % 2 === number % 2 ? 390 : 1_440;
        await page.setViewportSize({ width, height: 900 });
        await checkAccessibility(page, `${language} ${path} at ${width}, ${colorScheme}`);
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 720, height: 1_000 });
        assert.deepEqual(await outOfSight(page), [], `${language} ${path} on paper`);
        await page.emulateMedia({ media: "screen" });
      }
      assert.deepEqual(complaints, []);
    }
  },
});
