/** The text of a PDF that Chromium made, as a reader can select it: its fonts say what each glyph means. */
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";

/** By the number of a glyph. */
type Glyphs = ReadonlyMap<number, string>;

/** Text in the order in which it is drawn, without blanks, ligatures taken apart; and how many pages. */
export function pdfText(pdf: Uint8Array): { readonly text: string; readonly pages: number } {
  const objects = objectsOf(pdf);
  const fonts = new Map<string, Glyphs>();
  for (const [number, object] of objects) {
    const [, map] = /\/ToUnicode (\d+) 0 R/.exec(object) ?? [];
    if (map !== undefined) fonts.set(`F${number}`, glyphsOf(streamOf(objects.get(Number(map))!)));
  }
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\b(?!s)/.test(object));
  const contents = pages.map((page) => {
    const [, content] = /\/Contents (\d+) 0 R/.exec(page)!;
    return drawnText(streamOf(objects.get(Number(content))!), fonts);
  });
  return { text: withoutBlanks(contents.join("")), pages: pages.length };
}

/** As texts are compared with it. */
export function withoutBlanks(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s\u00ad\u200b]/g, "");
}

/** Every object by its number, as Latin-1 text. */
function objectsOf(pdf: Uint8Array): Map<number, string> {
  const text = Buffer.from(pdf).toString("latin1");
  return new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)\nendobj/g)]
      .map(([, number, object]) => [Number(number), object!]),
  );
}

function streamOf(object: string): string {
  const [, packed] = /stream\r?\n([^]*?)\r?\nendstream/.exec(object)!;
  return inflateSync(Buffer.from(packed!, "latin1")).toString("latin1");
}

function glyphsOf(map: string): Glyphs {
  const glyphs = new Map<number, string>();
  const number = (hex: string) => Number.parseInt(hex, 16);
  for (const [, first, last, code] of map.matchAll(/<(\w{4})> <(\w{4})> <(\w{4})>/g)) {
    for (let at = number(first!); at <= number(last!); at++) {
      glyphs.set(at, String.fromCharCode(number(code!) + at - number(first!)));
    }
  }
  for (const [, glyph, code] of map.matchAll(/(?<!> )<(\w{4})> <(\w{4,})>(?! <)/g)) {
    const units = code!.match(/\w{4}/g)!.map(number);
    glyphs.set(number(glyph!), String.fromCharCode(...units));
  }
  return glyphs;
}

function drawnText(content: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let glyphs: Glyphs = new Map();
  let text = "";
  for (const [, font, drawn] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<(\w+)> ?Tj/g)) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    for (const glyph of drawn?.match(/\w{4}/g) ?? []) {
      text += glyphs.get(Number.parseInt(glyph, 16)) ?? "";
    }
  }
  return text;
}
