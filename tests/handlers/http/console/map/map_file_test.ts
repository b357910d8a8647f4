import assert from "node:assert/strict";
import { join } from "node:path";
import { MapFile, mapFileProblem } from "../../../../../handlers/http/console/map/map_file.ts";
import { baseMapAround, pmtilesFile } from "../../../../support/pmtiles_file.ts";
import { KeptLog } from "../../../../support/kept_log.ts";
import { ConsoleHarness } from "../console_harness.ts";

const MAP = baseMapAround(51.2, 4.4);

/** A folder for files of a map. */
class MapFolder implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "vigil-map-" });
  readonly path = join(this.folder, "base.pmtiles");

  constructor(bytes?: Uint8Array) {
    if (bytes !== undefined) this.put(bytes);
  }

  /** As a person puts a new file in place of the old one. */
  put(bytes: Uint8Array): void {
    Deno.writeFileSync(`${this.path}.new`, bytes);
    Deno.renameSync(`${this.path}.new`, this.path);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** An operator's console with a base map. */
async function open(mapFile: string) {
  const gateway = await ConsoleHarness.start({}, false, { mapSettings: { mapFile } });
  const cookie = await gateway.session("operator");
  const range = (range?: string, its: string | undefined = cookie) =>
    gateway.call("/map/tiles", range === undefined ? {} : { headers: { range } }, its);
  return { gateway, cookie, range, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

Deno.test("A range of the base map is answered as of a file on a web server, to operators alone", async () => {
  using files = new MapFolder(MAP);
  await using pages = await open(files.path);
  const answer = await pages.range("bytes=0-126");
  assert.equal(answer.status, 206);
  assert.equal(answer.headers.get("content-range"), `bytes 0-126/${MAP.length}`);
  assert.match(answer.headers.get("etag")!, /^"[^"]+"$/);
  assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), MAP.subarray(0, 127));

  const end = await pages.range(`bytes=${MAP.length - 3}-${MAP.length + 100}`);
  assert.equal(
    end.headers.get("content-range"),
    `bytes ${MAP.length - 3}-${MAP.length - 1}/${MAP.length}`,
  );
  assert.equal((await end.arrayBuffer()).byteLength, 3);
  const beyond = await pages.range(`bytes=${MAP.length}-${MAP.length + 5}`);
  assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [
    416,
    `bytes */${MAP.length}`,
  ]);

  const technician = await pages.gateway.session("technician");
  const refused = await pages.range("bytes=0-126", technician);
  assert.equal(refused.status, 403);
  assert.ok(!(await refused.text()).startsWith("PMTiles"));
  const stranger = await pages.gateway.call("/map/tiles");
  assert.equal(stranger.headers.get("location"), "/sign-in");
  for (const its of [beyond, stranger]) await its.body?.cancel();
});

Deno.test("What is no range of at most 2 MiB is refused before the file is read", async () => {
  using files = new MapFolder(MAP);
  await using pages = await open(files.path);
  const ranges = [
    undefined,
    "bytes=0-",
    "bytes=-5",
    "bytes=9-3",
    "bytes=0-1,5-6",
    "bytes=0-2097152",
    "lines=0-5",
  ];
  for (const range of ranges) {
    const answer = await pages.range(range);
    assert.equal(answer.status, 400, String(range));
    await answer.body?.cancel();
  }
  const most = await pages.range("bytes=0-2097151");
  assert.equal(most.status, 206);
  assert.equal((await most.arrayBuffer()).byteLength, MAP.length);
});

Deno.test("A base map that takes the place of another is read from the next range on, and is known by its tag", async () => {
  using files = new MapFolder(MAP);
  await using file = new MapFile(files.path, new KeptLog());
  const before = await file.read(0, 64);
  const other = pmtilesFile([{ z: 0, x: 0, y: 0, bytes: new Uint8Array(9) }]);
  files.put(other);
  const after = await file.read(0, 1_000_000);
  assert.notEqual(after!.tag, before!.tag);
  assert.deepEqual(after!.bytes, other);
  assert.deepEqual(
    (await file.read(0, 64))!.tag,
    after!.tag,
    "the same as long as it is the same file",
  );
});

Deno.test("A base map that is away or damaged is a sentence on the page, said once in the log, and comes back", async () => {
  using files = new MapFolder();
  const log = new KeptLog();
  await using file = new MapFile(files.path, log);
  assert.equal(await file.read(0, 64), undefined);
  assert.match(file.problem!, /there is no such file/);
  await file.look();
  files.put(MAP.subarray(0, MAP.length - 1));
  await file.look();
  assert.match(file.problem!, /it is cut off: copy it to this box again/);
  files.put(MAP);
  assert.equal((await file.read(0, 64))!.bytes.length, 64);
  assert.equal(file.problem, undefined);
  assert.equal(log.lines.length, 2);
});

Deno.test("The map of a console whose file cannot be used says so in each language, and is no error", async () => {
  using files = new MapFolder(new TextEncoder().encode("no map"));
  await using pages = await open(files.path);
  await pages.gateway.map.file!.look();
  for (
    const [language, text] of [["en", /cannot be read/], ["nl", /niet leesbaar/], [
      "fr",
      /illisible/,
    ], ["de", /nicht lesbar/]] as const
  ) {
    const answer = await pages.gateway.call(
      "/map",
      { headers: { "accept-language": language } },
      pages.cookie,
    );
    const page = await answer.text();
    assert.equal(answer.status, 200);
    assert.match(page, text);
    assert.doesNotMatch(page, /data-tiles/);
  }
  const range = await pages.range("bytes=0-126");
  assert.deepEqual([range.status, await range.text()], [404, "The base map cannot be used."]);
  assert.deepEqual(pages.gateway.errors, []);
});

Deno.test("What cannot be a base map is told with what to do, before it is on any page", async () => {
  using files = new MapFolder(MAP);
  assert.equal(await mapFileProblem(files.path), undefined);
  assert.match((await mapFileProblem(`${files.path}.not`))!, /there is no such file: put it there/);
  assert.match((await mapFileProblem(files.folder))!, /it is (no file|a folder)/);
  const cases = [
    [MAP.subarray(0, 100), /no PMTiles file of version 3/],
    [Uint8Array.from(MAP, (byte, at) => at === 7 ? 2 : byte), /no PMTiles file of version 3/],
    [MAP.subarray(0, MAP.length - 1), /cut off/],
    [Uint8Array.from(MAP, (byte, at) => at === 99 ? 0 : byte), /a kind that the map cannot draw/],
  ] as const;
  for (const [bytes, text] of cases) {
    files.put(bytes);
    assert.match((await mapFileProblem(files.path))!, text);
  }
});
