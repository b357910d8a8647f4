/** The pages of one wearable, in a real browser over a real gateway. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { addPerson } from "../../support/signed_in.ts";

warnWithoutBrowser("the console's pages of one wearable in a browser");

Deno.test({
  name:
    "A technician finds, assigns, drills, swaps and retires a wearable by the forms of its page",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    for (const uid of ["d-1", "d-2"]) await box.json("device", "add", uid);
    const technician = await addPerson(box, "technician");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, gateway, technician);
    const button = (name: string) =>
      page.locator("main").getByRole("button", { name, exact: true });
    const link = (name: string) => page.locator("main").getByRole("link", { name, exact: true });
    const heading = (text: string) => page.getByRole("heading", { name: text }).waitFor();

    await page.goto(`${gateway.consoleUrl}/devices`);
    await link("d-1").click();
    await heading("d-1: not assigned");
    await link("Assign").click();
    await page.getByLabel("File").fill("2026/77");
    await page.getByLabel("Ends on").fill("2020-01-01");
    await button("Link").click();
    await page.getByText("This is no day to come").waitFor();
    assert.equal(await page.getByLabel("File").inputValue(), "2026/77", "what was typed is kept");
    await page.getByLabel("Ends on").fill("2099-05-23");
    await button("Link").click();
    await heading("d-1: active");

    await link("All wearables").click();
    await page.getByLabel("Find a wearable").fill("2026/77");
    await button("Find").click();
    await page.getByText("1 found").waitFor();
    assert.ok(!page.url().includes("77"), "no file in an address");
    await link("All wearables").click();
    await page.getByLabel("State").selectOption("none");
    await button("Show").click();
    await link("d-2").waitFor();
    assert.equal(await link("d-1").count(), 0);

    await page.goto(`${gateway.consoleUrl}/devices/d-1`);
    await link("Drill").click();
    await page.getByLabel("Minutes").fill("10");
    await button("Set the drill").click();
    await page.getByText("in a drill until").waitFor();
    await link("Change its key").click();
    await button("Begin the change").click();
    await page.getByText("key change begun").waitFor();
    await button("Extend by 6 months").click();
    await page.getByText("extended").waitFor();

    await link("Swap").click();
    assert.equal(await page.getByLabel("Takes its place").inputValue(), "d-2", "one that is free");
    await page.getByLabel("suspended: its alarms").check();
    await button("Swap").click();
    await heading("d-2: active");
    await page.getByText("2026/77").first().waitFor();
    assert.equal((await box.json("device", "show", "d-1")).state, "suspended");
    await page.goto(`${gateway.consoleUrl}/devices/d-1`);
    await button("Resume").click();
    await heading("d-1: active");

    await link("Retire").click();
    await page.getByLabel("UID").fill("d-2");
    await button("Retire").click();
    await page.getByText("nothing was done").waitFor();
    await page.getByLabel("UID").fill("d-1");
    await button("Retire").click();
    await heading("d-1: retired");
    const { history } = await box.json("device", "show", "d-1");
    const retired = history.find(({ what }: { what: string }) => what === "retired");
    assert.equal(retired.by, "an.technician");
    await page.goto(`${gateway.consoleUrl}/devices/d-2/sheet?language=nl`);
    await page.locator("svg").waitFor();
    const refused = complaints.filter((its) => !/status of (409|422)/.test(its));
    assert.deepEqual(refused, []);
  },
});

Deno.test({
  name: "The pages of wearables fit every width, and axe-core is silent, in four languages",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    for (const uid of ["d-1", "d-2"]) await box.json("device", "add", uid);
    await box.json("device", "assign", "d-1", "--reference", "2026/0012345678");
    const technician = await addPerson(box, "technician");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const acts = ["assign", "swap", "drill", "rotate-key", "retire"];
    const paths = ["", "/d-1", ...acts.map((act) => `/d-1/${act}`)].map((it) => `/devices${it}`);
    for (const [at, language] of ["nl", "fr", "de", "en"].entries()) {
      const colorScheme = at % 2 === 0 ? "light" as const : "dark" as const;
      const { page } = await openConsole(browser, gateway, technician, language, { colorScheme });
      for (const path of paths) {
        await page.goto(`${gateway.consoleUrl}${path}`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${path} at ${width}`);
        }
        await checkAccessibility(page, `${language} ${path}, ${colorScheme}`);
      }
    }
  },
});
