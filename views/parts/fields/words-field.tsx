interface WordsFieldProps {
  name: string;
  id?: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  rows?: number;
}

/** A field of several lines: its label, a hint, and beneath it what is wrong. */
export function WordsField({ name, id = name, label, hint, error, value, rows = 4 }: WordsFieldProps) {
  const about = [hint ? `${id}-hint` : "", error ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <textarea
        id={id}
        name={name}
        rows={rows}
        dir="auto"
        autocomplete="off"
        aria-invalid={error ? "true" : undefined}
        aria-describedby={about === "" ? undefined : about}
      >
        {value}
      </textarea>
      {error && (
        <p class="wrong" id={`${id}-wrong`}>
          {error}
        </p>
      )}
    </div>
  );
}
