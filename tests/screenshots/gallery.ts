/** One page that shows all pictures, by page and size. */

/** One picture. */
export interface Picture {
  /** Of the page, as it is declared. */
  readonly path: string;
  readonly colorScheme: "light" | "dark";
  /** CSS pixels. */
  readonly width: number;
  /** Beside the page that shows it. */
  readonly file: string;
}

const STYLE =
  `body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; background: #888; color: #000; }
section > div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
figure { margin: 0; } img { display: block; max-height: 40rem; max-width: 30rem; border: 1px solid #444; }`;

/** Its markup. */
export function gallery(pictures: readonly Picture[]): string {
  const paths = [...new Set(pictures.map(({ path }) => path))];
  const sections = paths.map((path) => {
    const its = pictures.filter((picture) => picture.path === path);
    return `<section><h2>${path}</h2><div>\n${its.map(figure).join("\n")}\n</div></section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pages of the console</title>
<style>${STYLE}</style></head><body>
<h1>Pages of the console</h1>
${sections.join("\n")}
</body></html>
`;
}

function figure({ colorScheme, file, path, width }: Picture): string {
  const what = `${path}, ${width} px, ${colorScheme}`;
  return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${what}"></a>` +
    `<figcaption>${width} ${colorScheme}</figcaption></figure>`;
}
