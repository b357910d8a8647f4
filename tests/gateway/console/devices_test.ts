/** The page of wearables, in a real browser. */
import assert from "node:assert/strict";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
} from "../../support/browser.ts";
import { bearer, GatewayBox, type RunningGateway } from "../../support/running_gateway.ts";

import { addPerson, type BoxPerson } from "../../support/signed_in.ts";

warnWithoutBrowser("the console's page of wearables in a browser");

async function signedIn(
  browser: TestBrowser,
  gateway: RunningGateway,
  person: BoxPerson,
  lang = "en",
) {
  const { page } = await openConsole(browser, gateway, person, lang);
  await page.goto(`${gateway.consoleUrl}/devices`);
  return page;
}

/** Three wearables: one that ends in five days, one for good, one that is not assigned. */
async function issue(box: GatewayBox): Promise<void> {
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  for (const uid of ["d-1", "d-2", "d-3"]) await box.json("device", "add", uid);
  await box.json("device", "assign", "d-1", "--reference", "2026/1", "--expires", soon);
  await box.json("device", "assign", "d-2", "--reference", "2026/2", "--expires", "never");
}

Deno.test({
  name: "A technician sees whose assignment ends, extends it, suspends one and resumes it",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    await issue(box);
    const technician = await addPerson(box, "technician");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    const page = await signedIn(browser, gateway, technician);
    const row = (uid: string) => page.locator("tr", { hasText: uid });
    await row("d-1").getByText("5 days left").waitFor();
    assert.equal(await row("d-2").getByText("Extend by 6 months").count(), 0, "it has no end");
    assert.equal(await row("d-3").locator("button").count(), 0, "it is not assigned");
    await row("d-1").getByText("Extend by 6 months").click();
    await row("d-1").getByText("days left").waitFor({ state: "detached" });
    const { endsInDays } = await box.json("device", "show", "d-1");
    assert.ok(endsInDays > 180);
    await row("d-2").getByText("Suspend").click();
    await page.getByText("Suspend this wearable?").waitFor();
    assert.equal((await box.json("device", "show", "d-2")).state, "active", "nobody was asked yet");
    await page.getByText("Back without suspending").click();
    await row("d-2").getByText("Suspend").click();
    await page.locator("main button").click();
    await row("d-2").getByText("Resume").waitFor();
    assert.equal((await box.json("device", "show", "d-2")).state, "suspended");
    await row("d-2").getByText("Resume").click();
    await row("d-2").getByText("Suspend").waitFor();
    const { history } = await box.json("device", "show", "d-2");
    assert.equal(history.at(-1).by, "an.technician");
    await page.goto(gateway.consoleUrl);
    assert.match(page.url(), /\/devices$/, "alarms are not a technician's");
  },
});

Deno.test({
  name: "The page is in the language of the browser, and an operator can change nothing there",
  ignore: !HAS_BROWSER,
  async fn() {
    await using box = new GatewayBox();
    box.configure([]);
    await issue(box);
    const technician = await addPerson(box, "technician");
    const operator = await addPerson(box, "operator");
    const token = await box.token("technician");
    const gateway = await box.start();
    await using browser = await TestBrowser.start();
    for (
      const [lang, title, left] of [
        ["nl-BE", "Toestellen", "nog 5 dagen"],
        ["fr-BE", "Appareils", "encore 5 jours"],
        ["de-BE", "Geräte", "noch 5 Tage"],
      ] as const
    ) {
      const page = await signedIn(browser, gateway, technician, lang);
      await page.getByText(title).first().click();
      await page.getByText(left).waitFor();
    }
    const post = async (path: string, init: RequestInit) => {
      const url = `${gateway.consoleUrl}${path}`;
      const answer = await fetch(url, { method: "POST", redirect: "manual", ...init });
      await answer.body?.cancel();
      return answer;
    };
    const cookie = await operator.cookie(gateway);
    const suspend = (headers: HeadersInit) => post("/devices/d-1/suspend", { headers });
    assert.equal((await suspend({ cookie })).status, 403);
    assert.equal((await suspend(bearer(token).headers)).status, 302, "there is only the sign-in");
    assert.equal((await box.json("device", "show", "d-1")).state, "active");
  },
});
