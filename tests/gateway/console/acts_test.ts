/** What an operator does about an alarm, on pages without any script. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { answered } from "../../support/radio_field.ts";
import { addPerson } from "../../support/signed_in.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

warnWithoutBrowser("what an operator does on the console");

/** A date and a time in words of the page. */
const WHEN = /\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/;

Deno.test({
  name:
    "Without a script an operator accepts, goes, arrives and closes; the wearable gets the answers",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.prepare();
    await site.startGateway({ TZ: "Europe/Brussels" });
    const operator = await addPerson(site.box, "operator");
    const message = await site.press();
    await using browser = await TestBrowser.start();
    const { page } = await openConsole(browser, site.gateway, operator, "en", {
      javaScriptEnabled: false,
    });
    const alarm = page.locator("article", { hasText: site.wearable.uid });
    await alarm.getByText("Nobody has confirmed it yet").waitFor();
    await page.getByText(/Europe\/Brussels \(GMT\+[12]\)/).waitFor();
    const dispatch = await site.dispatch();
    const [event] = (await dispatch.offered()).filter(({ type }) => type === "vigil.panic.v1");
    await dispatch.acknowledge(event!);
    await answered(message, "received");
    await page.reload();
    await alarm.getByText("Dispatch has it").waitFor();
    await alarm.getByRole("button", { name: "Accept" }).click();
    await alarm.locator(".dispatch", { hasText: "accepted" }).waitFor();
    assert.match(await alarm.textContent() ?? "", /by an\.operator/);
    await answered(message, "accepted");

    await alarm.locator("h2 a").click();
    const answersSection = page.locator("section", { hasText: "Messages to the wearable" });
    for (
      const words of ["the alarm is on the disk", "dispatch has it", "dispatch is handling it"]
    ) {
      const row = answersSection.locator("tr", { hasText: words });
      assert.match(await row.textContent() ?? "", WHEN, words);
    }
    await page.getByRole("button", { name: "On the way" }).click();
    await page.getByRole("button", { name: "On scene" }).click();
    await page.locator("h1", { hasText: "on scene" }).waitFor();
    await page.getByRole("link", { name: "Close…" }).click();
    await page.getByText("leaves the first page, stays readable").waitFor();
    await page.getByLabel("false alarm").check();
    await page.getByLabel("Why").fill("Rolled over in her sleep.");
    await page.getByRole("button", { name: "Close the incident" }).click();
    await page.getByRole("heading", { name: "No open alarm" }).waitFor();
    await page.getByRole("link", { name: "All incidents" }).click();
    await page.locator("tr", { hasText: "false alarm" }).locator("a").click();
    await page.getByText("Rolled over in her sleep.").waitFor();
    await until("the wearable is told", () => message.answers.includes("closed"));
  },
});
