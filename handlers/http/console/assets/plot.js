// Draws each plot of the page from the figures in its element, in the colours of the page, and again when
// the figures, the width or the colours change. Without this script the table beside it says the same.
// The library lies beside this file only where pages are served from.
const { default: uPlot } = await import(new URL("uplot.js", import.meta.url).href);

const HEIGHT = 190;
const COLOURS = ["--normal", "--high", "--good", "--quiet"];
const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3]];
const ZONE = document.body.dataset.zone;
const LANGUAGE = `${document.documentElement.lang}-BE`;
const DAY_S = 86_400;

/** What is drawn, by element: the plot and the text of its figures. */
const drawings = new Map();

function draw(element) {
  const text = element.dataset.plot;
  const figures = JSON.parse(text);
  drawings.get(element)?.plot.destroy();
  element.replaceChildren();
  const plot = new uPlot(optionsOf(figures), dataOf(figures), element);
  drawings.set(element, { plot, text });
  // An empty element takes no room, and has no width before something is in it.
  plot.setSize({ width: element.clientWidth, height: HEIGHT });
}

/** As uPlot has it: times in seconds, each line, each limit as a line across. */
function dataOf({ limits, times, values }) {
  return [
    times.map((ms) => ms / 1_000),
    ...values,
    ...limits.map((limit) => times.map(() => limit)),
  ];
}

function optionsOf({ gaps, limits, range, times, values }) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => resolved(style.getPropertyValue(name).trim());
  const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  const isLong = times.at(-1) - times[0] > 2 * DAY_S * 1_000;
  return {
    width: 200,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    axes: [
      { ...axis, values: (_, seconds) => seconds.map((at) => timeText(at, isLong)) },
      { ...axis, size: 56, values: (_, ticks) => ticks.map((value) => numbers.format(value)) },
    ],
    scales: { x: { time: true }, y: { range: (_, least, most) => rangeOf(least, most, range) } },
    series: [
      {},
      ...values.map((line, at) => ({
        stroke: colour(COLOURS[at % 4]),
        dash: DASHES[at % 4],
        width: 2,
        spanGaps: gaps[at] === null,
        gaps: (plot, index, from, to) => gapsOf(plot, index, from, to, gaps[at]),
        points: { show: times.length < 40, fill: colour(COLOURS[at % 4]) },
      })),
      ...limits.map(() => ({ stroke: colour("--critical"), dash: [6, 6], width: 1, points: { show: false } })),
    ],
  };
}

/** From where to where a line is not drawn, in pixels: no value for longer than it goes on without. */
function gapsOf(plot, index, from, to, gapMs) {
  const [times, line] = [plot.data[0], plot.data[index]];
  const found = [];
  let last;
  for (let at = from; at <= to; at++) {
    if (line[at] === null || line[at] === undefined) continue;
    if (last !== undefined && 1_000 * (times[at] - times[last]) > gapMs) {
      found.push([plot.valToPos(times[last], "x", true), plot.valToPos(times[at], "x", true)]);
    }
    last = at;
  }
  return found;
}

const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const clocks = new Intl.DateTimeFormat(LANGUAGE, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const days = new Intl.DateTimeFormat(LANGUAGE, { timeZone: ZONE, day: "2-digit", month: "2-digit" });

function timeText(seconds, isLong) {
  return (isLong ? days : clocks).format(1_000 * seconds);
}

function rangeOf(least, most, range) {
  const [low, high] = [Math.min(least ?? 0, range?.[0] ?? Infinity), Math.max(most ?? 1, range?.[1] ?? -Infinity)];
  const margin = (high - low || Math.abs(high) || 1) * 0.08;
  return [low === 0 || range?.[0] === low ? low : low - margin, range?.[1] === high ? high : high + margin];
}

/** A canvas knows no `light-dark()`: an element says which of both holds. */
function resolved(colour) {
  const probe = document.createElement("span");
  probe.style.color = colour;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const resizing = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const plot = drawings.get(target)?.plot;
    if (plot !== undefined && target.clientWidth > 0 && plot.width !== target.clientWidth) {
      plot.setSize({ width: target.clientWidth, height: HEIGHT });
    }
  }
});

/** New figures, a plot that came with a refresh, or one whose drawing a refresh has taken. */
function look() {
  for (const element of document.querySelectorAll("[data-plot]")) {
    const known = drawings.get(element);
    if (known?.text === element.dataset.plot && element.firstChild !== null) continue;
    if (known === undefined) resizing.observe(element);
    draw(element);
  }
  for (const [element, { plot }] of drawings) {
    if (element.isConnected) continue;
    plot.destroy();
    drawings.delete(element);
    resizing.unobserve(element);
  }
}

function drawAll() {
  for (const element of drawings.keys()) draw(element);
}

new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-plot"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
look();
