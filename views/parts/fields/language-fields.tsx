import { languageNames } from "#src/i18n/i18n.ts";

interface LanguageFieldProps {
  legend: string;
  hint?: string;
  chosen: readonly string[];
  error: string | undefined;
}

/** A choice of one of the pages' languages. */
export function LanguageChoice(props: LanguageFieldProps) {
  return <Languages {...props} field="language" kind="radio" />;
}

/** Checkboxes for languages. The empty value says that the question was asked when nothing is ticked. */
export function LanguageChecks(props: LanguageFieldProps) {
  return <Languages {...props} field="languages" kind="checkbox" />;
}

function Languages(props: LanguageFieldProps & { field: "language" | "languages"; kind: "radio" | "checkbox" }) {
  const { legend, hint, chosen, error, field, kind } = props;
  return (
    <fieldset class="field" id={field} aria-describedby={hint ? `${field}-hint ${field}-wrong` : `${field}-wrong`}>
      <legend>{legend}</legend>
      {hint && (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      {kind === "checkbox" && <input type="hidden" name={field} value="" />}
      <div class="radios">
        {Object.entries(languageNames).map(([code, name]) => (
          <label class="check">
            <input type={kind} name={field} value={code} checked={chosen.includes(code)} />
            <span lang={code}>{name}</span>
          </label>
        ))}
      </div>
      <p class="wrong" id={`${field}-wrong`}>
        {error}
      </p>
    </fieldset>
  );
}
