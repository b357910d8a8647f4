/** What the card of an open alarm says, and how it is acted on by keys. */
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

warnWithoutBrowser("what the wall says");

Deno.test({
  name:
    "A card says who confirmed the alarm after how long, what its wearable was told, and a cancel that was asked for",
  ignore: !HAS_BROWSER,
  async fn() {
    await using site = await Site.start();
    const operator = await addPerson(site.box, "operator");
    await using browser = await TestBrowser.start();
    const { complaints, page } = await openConsole(browser, site.gateway, operator);
    const alarm = page.locator("article", { hasText: site.wearable.uid });
    const message = await site.press();
    await alarm.getByText("Nobody has confirmed it yet").waitFor();
    const factOf = (name: string) => alarm.locator(`dt:text-is("${name}") + dd`);
    await factOf("Told to the wearable").getByText(/^stored/).waitFor();
    assert.equal(await factOf("Confirmed by").count(), 0, "nobody has");

    const dispatch = await site.dispatch();
    await dispatch.acknowledge(await dispatch.first("panic"));
    await answered(message, "received");
    await factOf("Confirmed by").getByText(/^dispatch-pull \d+(\.\d)?\ss$/).waitFor();
    await factOf("Told to the wearable").getByText(/^stored.* · received/).waitFor();

    assert.equal(await alarm.locator(".cancel-asked").count(), 0);
    await answered(site.wearable.cancel(), "stored");
    await alarm.getByText("The wearable asks to cancel. The alarm stays open").waitFor();
    await alarm.getByText("Dispatch has it").waitFor();
    await alarm.getByRole("button", { name: "Accept" }).waitFor();
    assert.match(await page.title(), /^\(1\) panic/);
    assert.deepEqual(complaints, []);
  },
});
