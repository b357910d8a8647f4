/**
 * Rows under their headings. On narrow screens the style sheet lays a row out as a small card, which
 * takes the table's roles from it in some browsers: they are said here once more.
 */
import type { Child } from "hono/jsx";
import { defined } from "../../../../devices/tools/defined.ts";

interface TableProps {
  /** `hidden` is only read aloud: over a column of buttons. */
  readonly headings: readonly (string | { readonly hidden: string })[];
  readonly children: Child;
  readonly class?: string;
}

/** The table. */
export function CardTable({ children, headings, ...props }: TableProps) {
  return (
    <div class="table">
      <table role="table" {...defined({ class: props.class })}>
        <thead role="rowgroup">
          <tr role="row">
            {headings.map((heading) => (
              <th scope="col" role="columnheader">
                {typeof heading === "string"
                  ? heading
                  : <span class="unseen">{heading.hidden}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly children: Child;
  readonly id?: string;
  readonly class?: string;
}

/** One row. */
export function CardRow({ children, id, ...props }: RowProps) {
  return <tr role="row" {...defined({ id, class: props.class })}>{children}</tr>;
}

interface CellProps {
  readonly children: Child;
  /** The column's heading, which a card shows before the content. */
  readonly label?: string;
  readonly class?: string;
}

/** One cell. */
export function Cell({ children, label, ...props }: CellProps) {
  return <td role="cell" {...defined({ class: props.class, "data-label": label })}>{children}</td>;
}
