/**
 * Lines over time. The script draws them from what stands in the element; without it, and for those who
 * do not see, the same figures are a table. A page with plots names `PLOT_STYLES` and `PLOT_SCRIPTS`.
 */
import type { Language } from "../../../i18n/locales.ts";
import { clockText, dayText } from "../views/moment.ts";
import { aligned, type PlotLine } from "../views/plot_lines.ts";
import type { Visit } from "./visit.ts";

/** What a page with plots loads beside its own. */
export const PLOT_STYLES = ["uplot.css", "plot.css"] as const;
export const PLOT_SCRIPTS = ["plot.js"] as const;

/** A straight line across, which nothing should pass. */
export interface PlotLimit {
  readonly name: string;
  readonly value: number;
}

interface PlotProps {
  readonly visit: Visit;
  /** Of its own on the page: letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  /** Such as `%` or `dBm`; empty for counts. */
  readonly unit: string;
  readonly lines: readonly PlotLine[];
  readonly limits?: readonly PlotLimit[];
  /** Between these at least. Absent: as the values need. */
  readonly range?: readonly [number, number];
}

/** A plot with its title, its lines by name and its table. */
export function Plot({ id, limits = [], lines, range, title, unit, visit }: PlotProps) {
  const { language, messages: { plots } } = visit.locale;
  const { times, values } = aligned(lines);
  const heading = unit === "" ? title : `${title} (${unit})`;
  if (times.length === 0) {
    return (
      <figure class="plot" id={id}>
        <figcaption>{heading}</figcaption>
        <p class="quiet">{plots.none}</p>
      </figure>
    );
  }
  const drawn = {
    times,
    values,
    unit,
    gaps: lines.map(({ gapMs }) => gapMs ?? null),
    limits: limits.map(({ value }) => value),
    range: range ?? null,
  };
  return (
    <figure class="plot" id={id}>
      <figcaption>{heading}</figcaption>
      <Names lines={lines} limits={limits} />
      <div
        class="drawing"
        id={`${id}-drawing`}
        data-keep=""
        data-plot={JSON.stringify(drawn)}
        role="img"
        aria-label={`${heading}: ${summary(lines, unit, visit)}`}
      />
      <details id={`${id}-figures`}>
        <summary>{plots.figures}</summary>
        <Figures {...{ id, lines, language, times, values }} heading={heading} time={plots.time} />
      </details>
    </figure>
  );
}

/** Which line is which: by its dashes, not by colour alone. */
function Names({ limits, lines }: Pick<PlotProps, "lines"> & { limits: readonly PlotLimit[] }) {
  if (lines.length < 2 && limits.length === 0) return null;
  return (
    <p class="names">
      {lines.map(({ name }, at) => (
        <span>
          <span class={`sample line-${at % 4}`} aria-hidden="true"></span> {name}
        </span>
      ))}
      {limits.map(({ name }) => (
        <span>
          <span class="sample limit" aria-hidden="true"></span> {name}
        </span>
      ))}
    </p>
  );
}

interface FiguresProps extends Pick<PlotProps, "id" | "lines"> {
  readonly language: Language;
  readonly heading: string;
  readonly time: string;
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

function Figures({ heading, id, language, lines, time, times, values }: FiguresProps) {
  const format = numberFormat(language);
  return (
    <div class="figures" tabindex={0} role="region" aria-label={heading} id={`${id}-table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{time}</th>
            {lines.map(({ name }) => <th scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {times.map((at, row) => (
            <tr>
              <th scope="row">{`${dayText(at, language)} ${clockText(at, language)}`}</th>
              {values.map((column) => {
                const value = column[row];
                return <td>{typeof value === "number" ? format.format(value) : "–"}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a glance at it says. */
function summary(lines: readonly PlotLine[], unit: string, { locale }: Visit): string {
  const { language, messages: { plots } } = locale;
  const format = numberFormat(language);
  const text = (value: number) => `${format.format(value)} ${unit}`.trim();
  return lines.filter(({ points }) => points.length > 0).map(({ name, points }) => {
    const values = points.map(({ value }) => value);
    const of = plots.summary.replace("{least}", text(Math.min(...values)))
      .replace("{most}", text(Math.max(...values))).replace("{last}", text(values.at(-1)!));
    return lines.length > 1 ? `${name}: ${of}` : of;
  }).join("; ");
}

function numberFormat(language: Language): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
}
