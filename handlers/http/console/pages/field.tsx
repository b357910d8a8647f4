/** An input with its name, what belongs into it, and what is wrong with what was entered. */
import { defined } from "../../../../devices/tools/defined.ts";

/** What was wrong with a form. */
export interface FormProblem {
  /** Name of the input that it is about; absent: the form as a whole. */
  readonly field?: string;
  /** What it is and what to do, in the reader's language. */
  readonly text: string;
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Default: text. */
  readonly type?: "text" | "password" | "number";
  /** What was entered. Of a secret it is never shown again. */
  readonly value?: string | undefined;
  readonly problem?: FormProblem | undefined;
  /** As browsers and password managers know it. */
  readonly autocomplete?: string;
  readonly inputmode?: "numeric";
  readonly isFirst?: boolean;
  /** It may stay empty. */
  readonly isOptional?: boolean;
  readonly maxlength?: number;
}

export function Field(props: FieldProps) {
  const { hint, isFirst = false, isOptional = false, label, name, problem, type = "text" } = props;
  const { autocomplete = "off", inputmode, maxlength, value } = props;
  const isWrong = problem?.field === name;
  const described = [hint && `${name}-hint`, isWrong && `${name}-problem`].filter(Boolean);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint === undefined ? null : <p class="quiet" id={`${name}-hint`}>{hint}</p>}
      {isWrong ? <p class="problem" id={`${name}-problem`} role="alert">{problem.text}</p> : null}
      <input
        id={name}
        name={name}
        type={type}
        required={!isOptional}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        autofocus={isFirst || isWrong}
        aria-invalid={isWrong ? "true" : "false"}
        {...defined({
          "value": type === "password" ? undefined : value,
          inputmode,
          maxlength,
          "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
        })}
      />
    </div>
  );
}

/** What is wrong with a form as a whole. */
export function WholeProblem({ problem }: { problem?: FormProblem | undefined }) {
  if (problem === undefined || problem.field !== undefined) return null;
  return <p class="problem" role="alert">{problem.text}</p>;
}
