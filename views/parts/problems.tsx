import type { Translate } from "#src/i18n/i18n.ts";

/** What is wrong with a form, at its top: each sentence leads to its field, whose id is its name. `labels` name the fields. */
export function Problems(props: {
  t: Translate;
  errors: Partial<Record<string, string>>;
  labels?: Partial<Record<string, string>>;
}) {
  const { t, errors, labels = {} } = props;
  const all = Object.entries(errors);
  if (all.length === 0) return null;
  return (
    <div class="error summary" role="alert">
      <h2>{t("session.set_up.errors", { n: all.length })}</h2>
      <ul class="dots">
        {all.map(([field, sentence]) => (
          <li>
            <a href={`#${field}`}>{labels[field] ? `${labels[field]}: ${sentence}` : sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
