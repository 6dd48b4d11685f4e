import type { Translate } from "#src/i18n/i18n.ts";
import type { Late } from "./changes.tsx";

/** More than twenty sentences nobody reads: when the first are put right, the next come. */
const most = 20;

/** What is wrong with a form, at its top: a sentence for each field, by the id of it, that leads there. */
export function Problems(props: { t: Translate; wrong: ReadonlyMap<string, string>; title?: string }) {
  const { t, wrong, title = t("admin.form.refused", { n: wrong.size }) } = props;
  if (wrong.size === 0) return null;
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{title}</h2>
      <ul class="dots">
        {[...wrong].slice(0, most).map(([id, sentence]) => (
          <li dir="auto">
            <a href={`#${id}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The errors of a form by the ids of its fields, which are their names; `labels` say whose a sentence is. */
export function wrongOf(
  t: Translate,
  errors: Partial<Record<string, string>>,
  labels: Partial<Record<string, string>> = {},
): Map<string, string> {
  const given = Object.entries(errors).flatMap(([field, sentence]) => (sentence ? [[field, sentence] as const] : []));
  return new Map(
    given.map(([field, sentence]) => [field, labels[field] ? sentenceAt(t, labels[field], sentence) : sentence]),
  );
}

/** A sentence that is read far from its field says whose it is: "Saturday: …". */
export function sentenceAt(t: Translate, place: string, sentence: string): string {
  return t("admin.form.at", { place, sentence });
}

/** Why something was refused that is the fault of no field; null for nothing. */
export function Refused({ sentence }: { sentence: string | null }) {
  if (sentence === null) return null;
  return (
    <p class="error" role="alert" tabindex={-1} autofocus>
      {sentence}
    </p>
  );
}

interface Refusals {
  /** How many fields hold what cannot stand. */
  wrong?: number;
  /** Why something was refused that is the fault of no field, in words. */
  refused?: string | null;
  late?: Late | null;
}

/** Whether a page has to say, before anything else, that what was sent was refused, for whatever reason. */
export function isRefused({ wrong = 0, refused = null, late = null }: Refusals): boolean {
  return wrong > 0 || refused !== null || late !== null;
}
