/**
 * Takes a picture of each page of the console, light and dark and in three sizes, of an invented zone:
 *
 *     take.ts FOLDER [PART]
 *
 * @param PART Only pages whose address has it.
 */
import { chromium, type Page } from "playwright-core";
import { type Place, placesOf } from "../../gateway/bench/console/places.ts";
import { CHROMIUM } from "../../gateway/testing/programs.ts";
import { print, report } from "../../gateway/commands/output.ts";
import { PASSWORD } from "../support/people.ts";
import { gallery, type Picture } from "./gallery.ts";
import { NOW } from "./still_clock.ts";
import { makeZone, type Zone } from "./zone.ts";

/** A phone, a desk and a wall. */
const SIZES = [{ width: 390, height: 844 }, { width: 1_440, height: 900 }, {
  width: 1_920,
  height: 1_080,
}];
const SCHEMES = ["light", "dark"] as const;
/** Longer pages are cut off here, in CSS pixels. */
const HEIGHT_LIMIT = 3_000;
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
];
const WAIT_MS = 30_000;

/** Steps of signing in and setting up, which a page before leads to. */
const STEPS: Readonly<Record<string, (page: Page, zone: Zone) => Promise<void>>> = {
  "/sign-in/code": async (page, { gateway }) => {
    await page.goto(`${gateway.url}/sign-in`);
    await page.locator("input[name=name]").fill("lien.maes");
    await page.locator("input[name=password]").fill(PASSWORD);
    await page.locator("main form[action='/sign-in'] button[type=submit], form button[type=submit]")
      .first().click();
    await page.waitForURL("**/sign-in/code");
  },
};

/** Takes them all; the pictures, in the order of the pages. */
async function takeAll(folder: string, part: string): Promise<Picture[]> {
  const zone = await makeZone();
  await using _ = zone.gateway;
  const places: Pick<Place, "path" | "address" | "role">[] = [
    ...placesOf({ ...zone, modem: "lora-1", destination: "dispatch-pull", day: "2026-11-29" }),
    ...Object.keys(STEPS).map((path) => ({ path, address: path, role: undefined })),
  ].filter(({ path }) => path.includes(part));
  const pages = [];
  for (const place of places) if (await isShown(zone, place)) pages.push(place);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  const pictures: Picture[] = [];
  try {
    for (const colorScheme of SCHEMES) {
      for (const viewport of SIZES) {
        for (const place of pages) {
          const picture = { path: place.path, colorScheme, width: viewport.width };
          pictures.push(await take(folder, zone, place, { picture, viewport, browser }));
          report(
            `${pictures.length}/${pages.length * 6} ${colorScheme} ${viewport.width} ${place.path}`,
          );
        }
      }
    }
  } finally {
    await browser.close();
  }
  return pictures;
}

/** Whether an address gives a page, and no file. What gives neither is reported. */
async function isShown(
  { cookie, gateway }: Zone,
  { address, path, role }: Pick<Place, "path" | "address" | "role">,
): Promise<boolean> {
  if (path in STEPS) return true;
  const answer = await gateway.call(address, {}, role === undefined ? undefined : cookie);
  await answer.body?.cancel();
  if (answer.status >= 400) {
    report(`NO PICTURE of ${path}: ${address} is answered with ${answer.status}`, "yellow");
    return false;
  }
  const isFile = answer.headers.get("content-disposition")?.startsWith("attachment") ?? false;
  return !isFile && (answer.headers.get("content-type")?.startsWith("text/html") ?? true);
}

interface Taking {
  readonly browser: Awaited<ReturnType<typeof chromium.launch>>;
  readonly viewport: (typeof SIZES)[number];
  readonly picture: Omit<Picture, "file">;
}

async function take(
  folder: string,
  zone: Zone,
  { address, path, role }: Pick<Place, "path" | "address" | "role">,
  { browser, picture, viewport }: Taking,
): Promise<Picture> {
  const { colorScheme } = picture;
  const context = await browser.newContext({
    ...{
      viewport,
      colorScheme,
      locale: "en",
      timezoneId: "Europe/Brussels",
      reducedMotion: "reduce",
    },
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  if (role !== undefined) {
    const [name = "", value = ""] = zone.cookie.split("=");
    await context.addCookies([{
      name,
      value,
      url: zone.gateway.url,
      httpOnly: true,
      sameSite: "Strict",
    }]);
  }
  const step = STEPS[path];
  if (step === undefined) await page.goto(`${zone.gateway.url}${address}`);
  else await step(page, zone);
  await page.waitForLoadState("load");
  // What a script draws is there once the feed has said its first word.
  if (await page.locator("#lost").count() > 0) await page.locator("body.is-live").waitFor();
  await page.waitForTimeout(250);
  const height = await page.evaluate("document.documentElement.scrollHeight") as number;
  const file = `${slugOf(path)}-${viewport.width}-${colorScheme}.png`;
  const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(height, HEIGHT_LIMIT) };
  await page.screenshot({
    path: `${folder}/${file}`,
    fullPage: true,
    clip,
    animations: "disabled",
  });
  await context.close();
  return { ...picture, file };
}

/** A page's address as the name of a file. */
function slugOf(path: string): string {
  return path.replaceAll(/[{}]/g, "").replaceAll("/", "-").replace(/^-/, "") || "wall";
}

const [folder = "", part = ""] = Deno.args;
await Deno.mkdir(folder, { recursive: true });
const pictures = await takeAll(folder, part);
await Deno.writeTextFile(`${folder}/index.html`, gallery(pictures));
print(`${pictures.length} pictures: ${folder}/index.html`);
Deno.exit(0);
