/** An input with its name, what belongs into it, and what is wrong with what was entered. */
import type { Child } from "hono/jsx";
import { printable } from "../../../../devices/printable.ts";
import { defined } from "../../../../devices/tools/defined.ts";

/** What was wrong with a form. */
export interface FormProblem {
  /** Name of the input that it is about; absent: the form as a whole. */
  readonly field?: string;
  /** What it is and what to do, in the reader's language. */
  readonly text: string;
}

interface LabelProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly problem?: FormProblem | undefined;
}

interface FieldProps extends LabelProps {
  /** Default: text. */
  readonly type?: "text" | "password" | "number";
  /** What was entered. Of a secret it is never shown again. */
  readonly value?: string | undefined;
  /** As browsers and password managers know it. */
  readonly autocomplete?: string;
  readonly inputmode?: "numeric";
  readonly isFirst?: boolean;
  /** It may stay empty. */
  readonly isOptional?: boolean;
  readonly maxlength?: number;
}

export function Field(props: FieldProps) {
  const { isFirst = false, isOptional = false, name, problem, type = "text" } = props;
  const { autocomplete = "off", inputmode, maxlength, value } = props;
  return (
    <Labelled {...props}>
      <input
        {...inputOf(props)}
        type={type}
        required={!isOptional}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        autofocus={isFirst || problem?.field === name}
        {...defined({ "value": type === "password" ? undefined : value, inputmode, maxlength })}
      />
    </Labelled>
  );
}

interface SelectProps extends LabelProps {
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly chosen: string | undefined;
}

/** One of several, in the same frame. */
export function Select({ chosen, options, ...label }: SelectProps) {
  return (
    <Labelled {...label}>
      <select {...inputOf(label)}>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>{printable(text)}</option>
        ))}
      </select>
    </Labelled>
  );
}

/** The name of an input, what belongs into it, what is wrong with what was entered, and the input. */
function Labelled({ children, hint, label, name, problem }: LabelProps & { children: Child }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint === undefined ? null : <p class="quiet" id={`${name}-hint`}>{hint}</p>}
      {problem?.field === name
        ? <p class="problem" id={`${name}-problem`} role="alert">{problem.text}</p>
        : null}
      {children}
    </div>
  );
}

/** What ties an input to its label, hint and problem. */
function inputOf({ hint, name, problem }: LabelProps) {
  const isWrong = problem?.field === name;
  const described = [hint && `${name}-hint`, isWrong && `${name}-problem`].filter(Boolean);
  return {
    id: name,
    name,
    "aria-invalid": isWrong ? "true" as const : "false" as const,
    ...(described.length > 0 ? { "aria-describedby": described.join(" ") } : {}),
  };
}

/** What is wrong with a form as a whole. */
export function WholeProblem({ problem }: { problem?: FormProblem | undefined }) {
  if (problem === undefined || problem.field !== undefined) return null;
  return <p class="problem" role="alert">{problem.text}</p>;
}
