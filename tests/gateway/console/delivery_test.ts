/** The pages of delivery, in a real browser over a real gateway. */
import assert from "node:assert/strict";
import { DirectStore } from "../../../db/store.ts";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

warnWithoutBrowser("the console's pages of delivery in a browser");

const FIVE_MIN_MS = 300_000;

/** A site whose destination has been measured for an hour, and had a bad minute. */
async function measuredSite(): Promise<Site> {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await Site.prepare());
  using store = new DirectStore(`${site.box.folder}/data/vigil.db`);
  const now = Math.floor(Date.now() / FIVE_MIN_MS);
  const of = (at: number, subject: string, kind: string, low: number, high: number) => ({
    ...{ at, subject, kind: kind as "ready", count: 5, sum: (5 * (low + high)) / 2, low, high },
  });
  for (const at of Array(12).keys()) {
    store.writeNow("keepMeasurements", [
      of(now - 12 + at, "destination/dispatch-pull", "confirm-critical-ms", 200, 400 + 100 * at),
      of(now - 12 + at, "destination/dispatch-pull", "confirmed", at, at),
      of(now - 12 + at, "destination/dispatch-pull", "pending", 0, at),
      of(now - 12 + at, "destination/dispatch-pull", "ready", 1, 1),
      of(now - 12 + at, "gateway", "ready", 1, 1),
      { ...of(now - 12 + at, "dispatch", "ready", at === 6 ? 0 : 1, 1), sum: at === 6 ? 4 : 5 },
    ]);
  }
  await site.startGateway();
  stack.move();
  return site;
}

Deno.test({
  name:
    "A technician pauses a destination with a reason, alarms go on, and what waited goes out after it",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const technician = await addPerson(site.box, "technician");
    const dispatch = await site.dispatch();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, technician);
    await page.goto(`${site.gateway.consoleUrl}/delivery`);
    await page.getByRole("link", { name: "dispatch-pull" }).click();
    await page.locator("#facts").waitFor();
    assert.equal(await page.locator("#lost").count(), 0, "it does not claim to be live");
    await page.getByText("Pause", { exact: true }).first().click();
    await page.getByLabel("Reason").fill("   ");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Say why, in at most 200 characters.").waitFor();
    await page.getByLabel("Reason").fill("exercise of the region");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText(/Paused by an\.technician since .*: exercise of the region/).waitFor();

    await site.press();
    const offered = await dispatch.offered();
    assert.deepEqual([...new Set(offered.map(({ priority }) => priority))], ["critical"]);
    const restarted = await restart(site);
    assert.ok(
      restarted.some(({ code }: { code: string }) => code === "delivery-paused"),
      "it lasts through a restart",
    );

    const { page: again } = await openConsole(browser, site.gateway, technician);
    await again.goto(`${site.gateway.consoleUrl}/delivery/dispatch-pull`);
    await again.getByRole("button", { name: "Resume: send what waited" }).click();
    await again.getByText("Pause", { exact: true }).first().waitFor();
    const more = await (await site.dispatch()).offered();
    assert.ok(more.some(({ priority }) => priority !== "critical"), "what waited goes out");
  },
});

/** Stops the gateway and starts it; what it says does not work then. */
async function restart(site: Site) {
  await site.gateway.stop();
  await site.startGateway();
  const token = await site.box.token("monitor");
  return (await site.gateway.get("/v1/status", token)).degradations;
}

Deno.test({
  name:
    "What a receiver refused is shown with its words, and offered at once when a technician tries again",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const technician = await addPerson(site.box, "technician");
    const dispatch = await site.dispatch();
    const { event } = { event: await site.press().then(() => dispatch.first("panic")) };
    const errors = { [event.id]: { code: "cannot-parse", message: "no such street" } };
    await dispatch.poll({ maxEvents: 0, errors });
    const isOffered = async () => (await dispatch.offered()).some(({ id }) => id === event.id);
    assert.equal(await isOffered(), false, "it is held back");
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, technician);
    await page.goto(`${site.gateway.consoleUrl}/delivery/dispatch-pull`);
    const refused = page.locator(`#refused-${event.id}`);
    await refused.getByText("cannot-parse: no such street").waitFor();
    await refused.getByRole("button").click();
    await refused.waitFor({ state: "detached" });
    assert.equal(await isOffered(), true);
  },
});

Deno.test({
  name: "A plot is drawn, has its figures as a table, and survives a refresh of the page",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await measuredSite();
    const technician = await addPerson(site.box, "operator", "technician");
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, technician);
    await page.goto(`${site.gateway.consoleUrl}/delivery/dispatch-pull`);
    const canvas = page.locator("#latency canvas");
    await canvas.waitFor();
    const isDrawn = `(() => { const it = document.querySelector("#latency canvas");
      return it.getContext("2d").getImageData(0, 0, it.width, it.height).data.some((byte) => byte > 0); })()`;
    assert.equal(await page.evaluate(isDrawn), true, "something is on the canvas");
    await page.locator("#latency summary").click();
    const rows = page.locator("#latency tbody tr");
    assert.equal(await rows.count(), 12);
    assert.match(await rows.last().innerText(), /0\.9\s+1\.5/);
    await page.evaluate(`document.querySelector("#latency canvas").dataset.mark = "same"`);
    await site.press();
    await page.getByText(/urgent alarms: 1/).waitFor();
    assert.equal(await canvas.getAttribute("data-mark"), "same", "it was not drawn anew");
    assert.equal(await page.evaluate(isDrawn), true);
    assert.equal(await page.locator("#latency details[open]").count(), 1, "the table stays open");
    await page.emulateMedia({ colorScheme: "dark" });
    await until(
      "it is drawn in the other colours",
      async () => await canvas.getAttribute("data-mark") === null,
    );
  },
});

Deno.test({
  name:
    "The promise meter draws its targets, says that they are no certificate, and lists a bad minute",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await measuredSite();
    const admin = await addPerson(site.box, "admin");
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, admin);
    await page.goto(`${site.gateway.consoleUrl}/delivery`);
    await page.getByRole("link", { name: "Promise meter" }).click();
    await page.getByText("Design targets, not certified").waitFor();
    await page.locator("#confirmation canvas").waitFor();
    const figures = await page.locator("#confirmation-drawing").getAttribute("data-plot");
    assert.deepEqual(JSON.parse(figures!).limits, [10, 20]);
    const leg = page.locator("tr", { hasText: "heard → confirmed" });
    assert.match(
      await leg.innerText(),
      /60[^]*575\sms[^]*mean 10\ss, 95 of 100 within 15\ss[^]*kept/,
    );
    await page.locator("#bad li", { hasText: "dispatch reached by at least one way" })
      .filter({ hasText: "1 min" }).waitFor();
    await page.getByRole("link", { name: "Month" }).click();
    await page.locator('nav.periods [aria-current="true"]', { hasText: "Month" }).waitFor();
    const token = await site.box.token("monitor");
    const { certified, legs } = await site.gateway.get("/v1/promise?period=week", token);
    const confirmed = legs.find(({ leg }: { leg: string }) => leg === "heard-to-confirmed");
    assert.deepEqual([certified, confirmed.count, confirmed.isKept], [false, 60, true]);
  },
});

Deno.test({
  name: "The pages of delivery are whole at every width in four languages, and axe-core is silent",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await measuredSite();
    const technician = await addPerson(site.box, "technician");
    await site.box.command("destination", "pause", "dispatch-pull", "--reason", "exercise");
    await using browser = await TestBrowser.start();
    for (const [at, language] of (["nl", "fr", "de", "en"] as const).entries()) {
      const colorScheme = at % 2 === 0 ? "light" : "dark";
      const options = { colorScheme } as const;
      const { page } = await openConsole(browser, site.gateway, technician, language, options);
      for (const path of ["/delivery", "/delivery/dispatch-pull", "/delivery/promise"]) {
        await page.goto(`${site.gateway.consoleUrl}${path}`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await outOfSight(page), [], `${language} ${path} at ${width}`);
        }
        await checkAccessibility(page, `${language} ${path}, ${colorScheme}`);
      }
    }
  },
});
