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

/** The reasons for contact; static/console-record.js searches in them, and without it their groups still open. */
export function Reasons({ t, id, groups, chosen, wrong, open = null }: ReasonsProps) {
  const all = groups.flatMap(({ reasons }) => reasons);
  const ticked = all.filter(({ code }) => chosen.includes(code));
  return (
    <fieldset class="reasons" id={`${id}-reasons`} aria-describedby={wrong ? `${id}-wrong-reasons` : undefined}>
      <legend>{t("staff.record.reasons")}</legend>
      {/* The script says what it finds in the words of the page. */}
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
        <p class="hint" id={`${id}-find-hint`}>
          {t("staff.record.find_hint")}
        </p>
        <p class="sr" role="status" data-none={t("staff.record.found_none")} />
      </div>
      {wrong && (
        <p class="wrong" id={`${id}-wrong-reasons`} role="alert">
          {wrong}
        </p>
      )}
      <p class="ticked" data-ticked={t("staff.record.chosen")} data-none={t("staff.record.chosen_none")}>
        {ticked.length === 0
          ? t("staff.record.chosen_none")
          : `${t("staff.record.chosen")} ${ticked.map(({ name }) => name).join(" · ")}`}
      </p>
      <div class="reason-groups">
        {groups.map((group) => (
          <Group id={id} group={group} chosen={chosen} open={open === group.code} />
        ))}
      </div>
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
  const isOpen = open || group.reasons.some(({ code }) => chosen.includes(code));
  return (
    <details id={`${id}-${group.code}`} open={isOpen}>
      <summary>{group.name}</summary>
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
