import type { Translate } from "#src/i18n/i18n.ts";

/** A reason, or a group that has some, that fits what was typed. */
export interface ReasonMatch {
  code: string;
  name: string;
  /** The name of its group; null = it is one. */
  group: string | null;
  /** How many reasons its group offers. */
  reasons: number;
  /** The everyday words that fit; null = its name does. */
  by: string | null;
}

/** What fits the words typed in a contact record; console-record.js ticks what is chosen, and a group opens. */
export function ReasonMatches({ t, matches }: { t: Translate; matches: ReasonMatch[] }) {
  if (matches.length === 0) return <p class="hint">{t("staff.record.found_none")}</p>;
  return (
    <ul>
      {matches.map(({ code, name, group, reasons, by }) => (
        <li>
          <button type="button" data-code={code} data-group={group === null ? "" : undefined}>
            <span class="found-name">{by === null ? <mark>{name}</mark> : name}</span>
            <span class="hint">
              {group ?? t("admin.reasons.n", { n: reasons })}
              {by !== null && " · "}
              {by !== null && <mark>{by}</mark>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
