import type { Translate } from "#src/i18n/i18n.ts";
import { SettingsHistory } from "#views/admin/subjects/settings-history.tsx";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Refused } from "#views/parts/told/problems.tsx";
import { Saved } from "#views/parts/told/saved.tsx";

interface Entry {
  code: string;
  name: string;
  off: boolean;
}

interface Group extends Entry {
  /** `chi`: what it is counted as, in words; null = as itself. */
  reasons: (Entry & { chi: string | null })[];
}

interface ReasonsPageProps {
  frame: StaffFrame;
  groups: Group[];
  basedOn: number;
  saved: number | null;
  late: Late | null;
  refused: string | null;
  changes: ShownChange[];
  zone: string;
}

const path = "/admin/reasons";

/** The reasons for contact that counsellors choose from, in two levels. */
export function ReasonsPage(props: ReasonsPageProps) {
  const { frame, groups, basedOn, saved, late, changes, zone } = props;
  const { t } = frame;
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.reasons")}
      here="settings"
      wrong={isRefused({ refused: props.refused, late })}
    >
      <SettingsIndex frame={frame} here="reasons" />
      <h1>{t("admin.subject.reasons")}</h1>
      <p class="lead" id="reasonWords">
        {t("admin.subject.reasons.lead")}
      </p>
      <TooLate t={t} zone={zone} late={late} look={path} />
      <Refused sentence={props.refused} />
      <Saved t={t} saved={saved} />
      <section aria-labelledby="reasons-title" id="reasons">
        <h2 id="reasons-title">{t("admin.reasons.list")}</h2>
        <p class="hint">{t("admin.reasons.list_hint")}</p>
        <p class="row-of">
          <a class="second" href={`${path}?group=new`}>
            {t("admin.reasons.add_group")}
          </a>
          <a class="second" href={`${path}/preview`} target="_blank" rel="noopener">
            {t("admin.reasons.preview")}
          </a>
        </p>
        <form method="post" action={path} class="reason-list">
          <input type="hidden" name="based_on" value={String(basedOn)} />
          {groups.map((group, index) => (
            <GroupRows t={t} group={group} first={index === 0} last={index === groups.length - 1} />
          ))}
          <button type="submit" class="quiet" name="do" value="shipped">
            {t("admin.assessment.shipped")}
          </button>
        </form>
      </section>
      <SettingsHistory t={t} subject="reasons" zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

function GroupRows({ t, group, first, last }: { t: Translate; group: Group; first: boolean; last: boolean }) {
  const { reasons } = group;
  return (
    <section aria-labelledby={group.code}>
      <div class="reason-row">
        <h3 id={group.code}>
          <a href={`${path}?group=${group.code}`}>{group.name}</a> <Off t={t} off={group.off} />
        </h3>
        <Moves t={t} entry={group} first={first} last={last} />
      </div>
      <ul>
        {reasons.map((one, index) => (
          <li class="reason-row" id={one.code}>
            <span>
              <a href={`${path}?reason=${one.code}`} dir="auto">
                {one.name}
              </a>{" "}
              {one.chi !== null && <span class="small soft">→ {one.chi}</span>} <Off t={t} off={one.off} />
            </span>
            <Moves t={t} entry={one} first={index === 0} last={index === reasons.length - 1} />
          </li>
        ))}
      </ul>
      <a class="quiet" href={`${path}?reason=new&group=${group.code}`}>
        {t("admin.reasons.add")}
        <span class="sr">{`: ${group.name}`}</span>
      </a>
    </section>
  );
}

function Off({ t, off }: { t: Translate; off: boolean }) {
  return off ? <span class="tag">{t("admin.value.off")}</span> : null;
}

function Moves({ t, entry, first, last }: { t: Translate; entry: Entry; first: boolean; last: boolean }) {
  const verbs = [...(first ? [] : (["up"] as const)), ...(last ? [] : (["down"] as const))];
  return (
    <span class="row-of">
      {verbs.map((verb) => (
        <button type="submit" class="quiet" name="do" value={`${verb} ${entry.code}`}>
          {t(`admin.assessment.${verb}`)}
          <span class="sr">{`: ${entry.name}`}</span>
        </button>
      ))}
    </span>
  );
}
