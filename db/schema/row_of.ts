/**
 * The type of the rows of a statement, read from its text and the columns of the store: a column that
 * is not there is not in the type either. Understood are names of columns, `*`, aliases, joins,
 * `count(…) as name`, `lower(hex(…)) as name` and `returning`. Any other `… as name` is unknown, for
 * its reader to say.
 */
import type { Tables } from "./rows.ts";

/** The row of a statement whose text is not known before it runs, or of no table of the store. */
export type Row = Record<string, unknown>;

/** The row that a statement gives. */
export type RowOf<Sql extends string> = Sql extends `select ${infer List} from ${infer Sources}`
  ? Selected<List, SourcesOf<BeforeWhere<Flat<Sources>>>>
  : Sql extends `${"insert into" | "update"} ${infer Table} ${string}returning ${infer List}`
    ? Selected<List, SourceOf<Table>>
  : Row;

type Selected<List extends string, Sources> = string extends List ? Row
  : [keyof Sources] extends [never] ? Row
  : List extends `${string}(select ${string}` ? Row
  : List extends "*" ? Sources[keyof Sources]
  : { readonly [Item in Items<List> as NameOf<Item, Sources>]: TypeOf<Item, Sources> };

type Items<List> = List extends `distinct ${infer Rest}` ? Items<Rest>
  : List extends `${infer Item},${infer More}` ? Trim<Item> | Items<More>
  : Trim<List>;

type NameOf<Item, Sources> = Item extends `${string} as ${infer Name}` ? Name
  : [TypeOf<Item, Sources>] extends [never] ? never
  : Item extends `${string}.${infer Column}` ? Column
  : Item;

type TypeOf<Item, Sources> = Item extends `count(${string}) as ${string}` ? number
  : Item extends `lower(hex(${string})) as ${string}` ? string
  : Item extends `${infer Column} as ${string}`
    ? [Lookup<Column, Sources>] extends [never] ? unknown : Lookup<Column, Sources>
  : Lookup<Item, Sources>;

type Lookup<Column, Sources> = Column extends `${infer Alias}.${infer Name}`
  ? Alias extends keyof Sources ? Name extends keyof Sources[Alias] ? Sources[Alias][Name] : never
  : never
  : { [A in keyof Sources]: Column extends keyof Sources[A] ? Sources[A][Column] : never }[
    keyof Sources
  ];

/** The rows behind `from`, by their aliases. */
type SourcesOf<Text, IsOuter = false> = Text extends `${infer First} join ${infer More}`
  ? First extends `${infer Inner} left` ? SourceOf<Inner, IsOuter> & SourcesOf<More, true>
  : SourceOf<First, IsOuter> & SourcesOf<More>
  : SourceOf<Text, IsOuter>;

type SourceOf<Text, IsOuter = false> = Text extends `${infer Table} ${infer Tail}`
  ? Aliased<Table, AliasIn<Tail, Table>, IsOuter>
  : Aliased<Text, Text, IsOuter>;

type AliasIn<Tail, Table> = Tail extends `${infer Word} ${string}`
  ? Word extends "on" | "order" | "group" | "limit" ? Table : Word
  : Tail;

type Aliased<Table, Alias, IsOuter> = Table extends keyof Tables ? {
    [A in Alias & string]: IsOuter extends true
      ? { [C in keyof Tables[Table]]: Tables[Table][C] | null }
      : Tables[Table];
  }
  : Record<never, never>;

type BeforeWhere<Text> = Text extends `${infer Sources} where ${string}` ? Sources : Text;

/** The text in one line, each word apart from the next by one blank. */
type Flat<Text> = Text extends `${infer Line}\n${infer More}` ? Flat<`${Line} ${Trim<More>}`>
  : Text;

type Trim<Text> = Text extends `${" " | "\n"}${infer Rest}` ? Trim<Rest>
  : Text extends `${infer Rest}${" " | "\n"}` ? Trim<Rest>
  : Text;
