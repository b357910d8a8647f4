import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { RowOf } from "../../../db/schema/row_of.ts";
import type { Tables } from "../../../db/schema/rows.ts";
import { ROWS_FILE, rowTypes } from "./row_types.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
/** Compiles only where the two are one type. */
function expectSame<A, B>(_isSame: Same<A, B>): void {}

describe("types of rows", () => {
  it("are those that the migrations make: deno run -A tests/db/schema/row_types.ts", () => {
    assert.equal(readFileSync(ROWS_FILE, "utf8"), rowTypes());
  });

  it("are read from the columns that a statement names", () => {
    type Place = { readonly sequence: number; readonly device: number | null };
    expectSame<RowOf<"select sequence, device from event where id = ?">, Place>(true);
    expectSame<
      RowOf<
        `update event set lane = ?
             where id = ? returning sequence, device`
      >,
      Place
    >(true);
    expectSame<RowOf<"select * from event order by sequence">["body"], Tables["event"]["body"]>(
      true,
    );
  });

  it("are read through aliases and joins, where an outer one may find nothing", () => {
    expectSame<
      RowOf<
        `select e.sequence, d.name as destination, x.hash, count(*) as count
             from event e join destination d on d.number = e.lane
             left join stream_entry x on x.sequence = e.sequence
             where e.id in (select id from incident)`
      >,
      {
        readonly sequence: number;
        readonly destination: string;
        readonly hash: Uint8Array | null;
        readonly count: number;
      }
    >(true);
  });

  it("do not have a column that is not there", () => {
    const row = {} as RowOf<"select sequence, devise from event">;
    // @ts-expect-error: no table has it
    row.devise;
    // @ts-expect-error: it was not asked for
    row.device;
    const whole = {} as RowOf<"select * from event">;
    // @ts-expect-error: the table has not got it
    whole.reference;
  });

  it("say nothing of what is computed, or not known before it runs", () => {
    expectSame<RowOf<"select max(number) + 1 as next from device">, { readonly next: unknown }>(
      true,
    );
    expectSame<RowOf<string>, Record<string, unknown>>(true);
  });
});
