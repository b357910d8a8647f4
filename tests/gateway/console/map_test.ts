/** The map of a console, in a real browser over a running gateway. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import {
  HAS_BROWSER,
  openConsole,
  TestBrowser,
  warnWithoutBrowser,
  type WatchedPage,
} from "../../support/browser.ts";
import { checkAccessibility, outOfSight, WIDTHS } from "../../support/page_checks.ts";
import { baseMapAround, pmtilesFile, TILE_TYPES, tileOf } from "../../support/pmtiles_file.ts";
import { addPerson, type BoxPerson } from "../../support/signed_in.ts";
import { until } from "../../support/until.ts";
import { Site } from "../../support/site.ts";

warnWithoutBrowser("the map of the console");

const LANGUAGES = ["nl", "fr", "de", "en"] as const;
const AT = { lat: 51.1932743, lon: 4.363482 };
/** What the map has beside the alarms, as the environment sets it. */
const KNOWN = {
  VIGIL_CONSOLE_POSITION: "{ lat = 51.2194, lon = 4.4025 }",
  VIGIL_CONSOLE_PLACE: '[{ name = "Commissariaat Noord", lat = 51.2301, lon = 4.4181 }]',
};

const BASE = baseMapAround(AT.lat, AT.lon);
/** One pixel, red. */
const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
);
const NO_BASE = new Uint8Array();

/** A zone with a base map, one alarm with a place, and an operator. */
class MapScene implements AsyncDisposable {
  private constructor(
    readonly stack: AsyncDisposableStack,
    readonly site: Site,
    readonly operator: BoxPerson,
    readonly browser: TestBrowser,
    readonly file: string,
  ) {}

  /** @param base What the file of the base map holds; `NO_BASE`: none is named. */
  static async start(base: Uint8Array = BASE): Promise<MapScene> {
    await using stack = new AsyncDisposableStack();
    const site = stack.use(await Site.prepare());
    const file = `${site.box.folder}/base.pmtiles`;
    if (base !== NO_BASE) Deno.writeFileSync(file, base);
    const settings = base === NO_BASE ? KNOWN : { ...KNOWN, VIGIL_CONSOLE_MAP_FILE: file };
    await site.startGateway(settings);
    const operator = await addPerson(site.box, "operator");
    const browser = stack.use(await TestBrowser.start());
    return new MapScene(stack.move(), site, operator, browser, file);
  }

  /** The map's page, with all that it asked for. */
  async open(language = "en", options = {}): Promise<WatchedPage & { readonly asked: string[] }> {
    const { browser, operator, site } = this;
    const watched = await openConsole(browser, site.gateway, operator, language, options);
    const asked: string[] = [];
    watched.page.on("request", (request) => asked.push(request.url()));
    await watched.page.goto(`${site.gateway.consoleUrl}/map`);
    return { ...watched, asked };
  }

  /** The alarm's wearable says where it is now. */
  position(lat: number, lon: number): void {
    this.site.wearable.position({ fix: { lat, lon, accuracyM: 17, fixAgeS: 0 } }, true);
  }

  press(): void {
    this.site.wearable.press({ fix: { ...AT, accuracyM: 17, fixAgeS: 0 } });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync();
  }
}

/** The mark of who waits for help. */
const DANGER = '.map-mark[data-tone="danger"]';

/** Where something is on the screen, to the pixel. */
async function at(shown: Locator): Promise<{ x: number; y: number }> {
  const box = await shown.boundingBox();
  return { x: Math.round(box!.x), y: Math.round(box!.y) };
}

/** How many colours the tiles have: the base map of these tests has water, land and a road. */
const COLOURS = `(() => {
  const tiles = [...document.querySelectorAll(".leaflet-tile-pane canvas")].filter((it) => it.width > 0);
  const colours = tiles.flatMap((it) => {
    const { data } = it.getContext("2d").getImageData(0, 0, it.width, it.height);
    return Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join());
  });
  return new Set(colours).size;
})()`;

function isDrawn(page: Page): Promise<void> {
  return until("the base map is drawn", async () => await page.evaluate(COLOURS) as number >= 3);
}

Deno.test({
  name:
    "The map shows who pressed where, on the base map of the box, and asks nobody else for anything",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await MapScene.start();
    const { site } = scene;
    scene.press();
    const { asked, complaints, page } = await scene.open();
    await page.locator(".map-mark .map-label", { hasText: "waits for help" }).waitFor();
    await page.locator(".map-mark", { hasText: "Commissariaat Noord" }).waitFor();
    await page.locator('.map-mark[data-tone="gateway"]', { hasText: "gw-1" }).waitFor();
    await page.locator(".map-note", { hasText: "OpenStreetMap" }).waitFor();
    await isDrawn(page);
    assert.equal(await page.locator("path.map-accuracy.danger").count(), 1);
    await page.locator(".map-label .ago", { hasText: /ago/ }).first().waitFor();
    const home = new URL(site.gateway.consoleUrl).origin;
    assert.deepEqual(asked.filter((url) => !url.startsWith(home) && !url.startsWith("data:")), []);
    assert.ok(asked.some((url) => url.endsWith("/map/tiles")), "the base map was read");
    assert.deepEqual(complaints, []);
  },
});

Deno.test({
  name:
    "A new position moves the mark and leaves the map where the reader moved it, until it is followed again",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await MapScene.start();
    scene.press();
    // Without motion, what was let go of stays where it is.
    const { complaints, page } = await scene.open("en", { reducedMotion: "reduce" });
    await page.locator(DANGER).waitFor();
    await page.evaluate("document.querySelector('#map').isTheSame = true");
    const zoomed = await page.locator(".leaflet-control-scale-line").textContent();
    const map = (await page.locator("#map").boundingBox())!;
    const [x, y] = [map.x + map.width / 2, map.y + map.height * 0.8];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 120, y - 60, { steps: 4 });
    await page.mouse.up();
    const follow = page.getByRole("button", { name: "Follow" });
    assert.equal(
      await follow.getAttribute("aria-pressed"),
      "false",
      "who moves it looks elsewhere",
    );
    const place = page.locator('.map-mark[data-tone="gateway"]');
    const before = { mark: await at(page.locator(DANGER)), gateway: await at(place) };

    scene.position(AT.lat + 0.0004, AT.lon + 0.0006);
    await page.locator("path.map-track.danger").waitFor({ state: "attached" });
    const after = { mark: await at(page.locator(DANGER)), gateway: await at(place) };
    assert.deepEqual(after.gateway, before.gateway, "the map stays");
    assert.ok(
      after.mark.x > before.mark.x && after.mark.y < before.mark.y,
      "the mark went north-east",
    );
    assert.equal(await page.locator(".leaflet-control-scale-line").textContent(), zoomed);
    assert.equal(await page.evaluate("document.querySelector('#map').isTheSame"), true);
    assert.equal(
      await page.locator("#map.leaflet-container[tabindex]").count(),
      1,
      "it is as drawn",
    );

    await follow.click();
    scene.position(AT.lat + 0.0004, AT.lon + 0.02);
    await until("the mark is in the middle", async () => {
      const mark = await at(page.locator(DANGER));
      return Math.abs(mark.x + 15 - map.x - map.width / 2) < 3;
    });
    assert.deepEqual(complaints, []);
  },
});

Deno.test({
  name: "A position that cannot be is on the map, marked in words, and so is the way before it",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await MapScene.start();
    scene.press();
    const { page } = await scene.open();
    await page.locator(DANGER).waitFor();
    scene.position(50.4, 4.4);
    await page.locator("path.map-accuracy.doubtful").waitFor({ state: "attached" });
    assert.match(
      await page.locator(`${DANGER} .map-label`).textContent() ?? "",
      /doubtful: nobody travels/,
    );
    assert.match(
      await page.locator("li.map-place.danger").textContent() ?? "",
      /doubtful: nobody travels/,
    );
    assert.equal(await page.locator("path.map-dot").count(), 1, "where it was before");
  },
});

Deno.test({
  name:
    "An address with an alarm behind # leads to it, and one press copies each form of its place",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await MapScene.start();
    scene.press();
    const { page } = await scene.open();
    const item = page.locator("li.map-place.danger");
    const id = await item.getAttribute("id");
    assert.match(id!, /^[0-9a-f]{32}$/);
    await page.goto(`${scene.site.gateway.consoleUrl}/map#${id}`);
    await page.reload();
    await page.locator(DANGER).waitFor();
    assert.ok(await item.isVisible());
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    for (
      const [name, form] of [
        ["WGS 84", /^51\.19327, 4\.36348$/],
        ["Lambert 2008", /^\d{6} \d{6}$/],
        [
          "Plus code",
          /^9F36[A-Z0-9]{4}\+[A-Z0-9]{2}$/,
        ],
      ] as const
    ) {
      await page.getByRole("button", { name: `Copy: ${name}` }).click();
      await page.locator("#map-said", { hasText: "Copied: " }).waitFor();
      const copied = await page.evaluate("navigator.clipboard.readText()") as string;
      assert.match(copied, form);
      await page.locator("#map-said[role=status]", { hasText: copied }).waitFor();
    }
    await page.context().clearPermissions();
    await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))");
    await page.getByRole("button", { name: "Copy: WGS 84" }).click();
    await page.locator("#map-said", { hasText: "Selected" }).waitFor();
    assert.equal(await page.evaluate("String(getSelection())"), "51.19327, 4.36348");
  },
});

Deno.test({
  name: "Without a base map, or with a damaged one, the map has a grid whose squares are measured",
  ignore: !HAS_BROWSER,
  async fn() {
    for (const base of [NO_BASE, BASE.subarray(0, BASE.length - 1)]) {
      await using scene = await MapScene.start(base);
      scene.press();
      const { complaints, page } = await scene.open();
      await page.locator(DANGER).waitFor();
      await page.locator(".map-note", { hasText: /^one square: \d+ (m|km)$/ }).waitFor();
      assert.ok(await page.locator("path.grid-line").count() > 8);
      assert.match(
        await page.locator(".leaflet-control-scale-line").textContent() ?? "",
        /^\d+ k?m$/,
      );
      const isSaid = await page.getByText("The base map cannot be read").count();
      assert.equal(isSaid, base === NO_BASE ? 0 : 1);
      assert.deepEqual(complaints, []);
    }
  },
});

Deno.test({
  name:
    "Without JavaScript the list has each position in its three forms, and a drill says that it is one",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await MapScene.start(NO_BASE);
    const { site } = scene;
    await site.box.json("device", "drill", site.wearable.uid, "--minutes", "5");
    scene.press();
    const drawn = await scene.open();
    await drawn.page.locator('.map-mark[data-tone="drill"]', { hasText: "drill" }).waitFor();
    const { page } = await scene.open("en", { javaScriptEnabled: false });
    const item = page.locator("li.map-place.drill");
    await item.locator(".badge", { hasText: "drill" }).waitFor();
    assert.match(
      await item.innerText(),
      /51\.19327, 4\.36348[^]*\n649626 709255[^]*\n9F3659V7\+89/,
    );
    assert.equal(await page.locator("button.copy:visible").count(), 0, "it would do nothing");
    await page.locator("#map p", { hasText: "The map needs JavaScript" }).waitFor();
    await page.goto(`${site.gateway.consoleUrl}/`);
    const href = await page.locator(`a.place[href^="/map#"]`).getAttribute("href");
    assert.match(href!, /^\/map#[0-9a-f]{32}$/);
  },
});

Deno.test({
  name:
    "Nothing of the map's page is out of sight or inaccessible, at any width, in any language, light or dark",
  ignore: !HAS_BROWSER,
  async fn() {
    await using scene = await MapScene.start();
    scene.press();
    await scene.site.wearable.position(
      { fix: { lat: 50.4, lon: 4.4, accuracyM: 17, fixAgeS: 0 } },
      true,
    );
    for (const [number, language] of LANGUAGES.entries()) {
      const colorScheme = number % 2 === 0 ? "light" : "dark";
      const { page } = await scene.open(language, { colorScheme, reducedMotion: "reduce" });
      await page.locator(DANGER).waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await outOfSight(page), [], `${language} at ${width}`);
        if (width === 390 || width === 1_440) {
          await checkAccessibility(page, `${language} at ${width}`);
        }
      }
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 720, height: 1_000 });
      assert.deepEqual(await outOfSight(page), [], `${language} on paper`);
    }
  },
});

Deno.test({
  name: "A base map of pictures is painted as well, under the same strict policy",
  ignore: !HAS_BROWSER,
  async fn() {
    const tile = { ...tileOf(AT.lat, AT.lon, 12), bytes: PNG };
    await using scene = await MapScene.start(pmtilesFile([tile], TILE_TYPES.png));
    scene.press();
    const { complaints, page } = await scene.open();
    await page.locator(DANGER).waitFor();
    const painted = `[...document.querySelectorAll(".leaflet-tile-pane canvas")]
      .some((it) => it.getContext("2d").getImageData(0, 0, 1, 1).data.join() === "255,0,0,255")`;
    await until("the picture is painted", async () => await page.evaluate(painted) as boolean);
    assert.deepEqual(complaints, []);
  },
});
