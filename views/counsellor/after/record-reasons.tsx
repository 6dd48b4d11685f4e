import type { Translate } from "#src/i18n/i18n.ts";

export interface ReasonsOffered {
  code: string;
  name: string;
  reasons: { code: string; name: string }[];
}

interface ReasonsProps {
  t: Translate;
  id: string;
  groups: ReasonsOffered[];
  chosen: readonly string[];
  wrong: string | null;
  open?: string | null;
}

/** The reasons for contact: found by words with static/console-record.js, and in their groups with and without it. */
export function Reasons({ t, id, groups, chosen, wrong, open = null }: ReasonsProps) {
  const ticked = groups.flatMap(({ reasons }) => reasons).filter(({ code }) => chosen.includes(code));
  return (
    <fieldset class="reasons" id={`${id}-reasons`} aria-describedby={wrong ? `${id}-wrong-reasons` : undefined}>
      <legend>{t("staff.record.reasons")}</legend>
      <div class="look-for" hidden>
        <label class="sr" for={`${id}-find`}>
          {t("staff.record.find")}
        </label>
        <input
          type="search"
          id={`${id}-find`}
          autocomplete="off"
          placeholder={t("staff.record.find")}
          aria-describedby={`${id}-find-hint`}
        />
        <p class="sr" id={`${id}-find-hint`}>
          {t("staff.record.find_hint")}
        </p>
      </div>
      {/* What is found stands over the groups, so that nothing moves while someone types. */}
      <div class="reason-place">
        <div class="reason-groups">
          {groups.map((group) => (
            <Group id={id} group={group} chosen={chosen} open={open === group.code} />
          ))}
        </div>
        <div class="found-reasons" aria-live="polite" hidden />
      </div>
      <p
        class="ticked"
        data-ticked={t("staff.record.chosen")}
        data-none={t("staff.record.chosen_none")}
        data-untick={t("staff.record.untick")}
      >
        {ticked.length === 0
          ? t("staff.record.chosen_none")
          : `${t("staff.record.chosen")} ${ticked.map(({ name }) => name).join(" · ")}`}
      </p>
      {wrong && (
        <p class="wrong" id={`${id}-wrong-reasons`} role="alert">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

interface GroupProps {
  id: string;
  group: ReasonsOffered;
  chosen: readonly string[];
  open: boolean;
}

function Group({ id, group, chosen, open }: GroupProps) {
  return (
    <details id={`${id}-${group.code}`} name={`${id}-groups`} data-group={group.code} open={open}>
      <summary class="record-chip">{group.name}</summary>
      <div class="checks">
        {group.reasons.map(({ code, name }) => (
          <label class="check">
            <input type="checkbox" name="reason" value={code} checked={chosen.includes(code)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </details>
  );
}
