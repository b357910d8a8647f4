/** Prometheus text exposition format, version 0.0.4. */

/** One metric with its samples. */
export interface MetricFamily {
  /** `vigil_<noun>_<unit>`, with `_total` for counters. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  /** Values must be of bounded choice. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family of values that only grow. */
export function counter(
  name: string,
  help: string,
  samples: readonly MetricSample[],
): MetricFamily {
  return { name, help, type: "counter", samples };
}

/** A family of values that go up and down. */
export function gauge(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, help, type: "gauge", samples };
}

/** Media type of what `writeMetrics` writes. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Families as text, one line a sample. */
export function writeMetrics(families: readonly MetricFamily[]): string {
  return families.map(writeFamily).join("");
}

function writeFamily({ name, help, type, samples }: MetricFamily): string {
  const lines = samples.map(({ labels, value }) => `${name}${writeLabels(labels)} ${value}\n`);
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function writeLabels(labels: MetricSample["labels"]): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) =>
    `${name}="${escapeValue(value)}"`
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeValue(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
