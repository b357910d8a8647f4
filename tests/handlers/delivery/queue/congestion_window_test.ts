import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { CongestionWindow } from "../../../../handlers/delivery/queue/congestion_window.ts";

const at = (ms: number) => ms as MonotonicMs;

/** A link that carries one event after the other; as many are under way as the pace allows. */
class PlayedLink {
  #nowMs = 0;
  #freeAtMs = 0;
  readonly #underWay: { sentAtMs: number; answeredAtMs: number }[] = [];

  constructor(
    readonly pace: CongestionWindow,
    public eventMs: number,
    public roundTripMs: number,
  ) {}

  /** Plays so many answers; the longest time that an event was on its way. */
  play(answers: number): number {
    let longestMs = 0;
    for (let n = 0; n < answers; n++) {
      while (this.#underWay.length < this.pace.limit) this.#send();
      const { answeredAtMs, sentAtMs } = this.#underWay.shift()!;
      this.#nowMs = answeredAtMs;
      longestMs = Math.max(longestMs, answeredAtMs - sentAtMs);
      this.pace.answered(at(sentAtMs), at(answeredAtMs));
    }
    return longestMs;
  }

  /** How long the link is busy with what is under way. */
  get queueMs(): number {
    return this.#freeAtMs - this.#nowMs;
  }

  #send(): void {
    this.#freeAtMs = Math.max(this.#nowMs, this.#freeAtMs) + this.eventMs;
    const answeredAtMs = this.#freeAtMs + this.roundTripMs;
    this.#underWay.push({ sentAtMs: this.#nowMs, answeredAtMs });
  }
}

Deno.test("the pace of a fast link is its window, after a few answers", () => {
  const pace = new CongestionWindow(15);
  assert.equal(pace.limit, 2);
  new PlayedLink(pace, 0.1, 1).play(20);
  assert.equal(pace.limit, 15);
});

Deno.test("the pace of a long and fast link is its window too", () => {
  const pace = new CongestionWindow(15);
  new PlayedLink(pace, 0.1, 600).play(30);
  assert.equal(pace.limit, 15);
});

Deno.test("a link of 256 kbit/s is kept busy and never holds more than a moment of events", () => {
  const pace = new CongestionWindow(15);
  const link = new PlayedLink(pace, 33, 100);
  link.play(50);
  for (let n = 0; n < 200; n++) {
    link.play(1);
    assert.ok(link.queueMs >= -2, `the link was idle for ${-link.queueMs} ms`);
    assert.ok(link.queueMs <= 110, `${link.queueMs} ms of events are on the link`);
  }
});

Deno.test("a link that becomes slow is given less, and more when it is fast again", () => {
  const pace = new CongestionWindow(15);
  const link = new PlayedLink(pace, 1, 100);
  link.play(100);
  assert.equal(pace.limit, 15);
  link.eventMs = 33;
  link.play(100);
  assert.ok(pace.limit <= 7, `${pace.limit} under way`);
  link.eventMs = 1;
  link.play(200);
  assert.equal(pace.limit, 15);
});

Deno.test("a way that becomes longer is not taken for a queue for ever", () => {
  const pace = new CongestionWindow(15);
  const link = new PlayedLink(pace, 1, 20);
  link.play(100);
  link.roundTripMs = 400;
  link.play(300);
  assert.equal(pace.limit, 15);
});

Deno.test("the pace stays between two and a few, however slow the link", () => {
  const pace = new CongestionWindow(15);
  new PlayedLink(pace, 2_000, 100).play(100);
  assert.ok(pace.limit >= 2 && pace.limit <= 4, `${pace.limit} under way`);
});

Deno.test("a moment in which the machine is busy does not slow down a fast link", () => {
  const pace = new CongestionWindow(15);
  new PlayedLink(pace, 0.1, 1).play(30);
  for (let n = 0; n < 300; n++) {
    const tookMs = n % 10 === 0 ? 500 : 1;
    pace.answered(at(1_000 + n), at(1_000 + n + tookMs));
  }
  assert.equal(pace.limit, 15);
});
