import type { Language, Translate } from "#src/i18n/i18n.ts";
import { SettingsHistory } from "#views/admin/subjects/settings-history.tsx";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Refused } from "#views/parts/told/problems.tsx";
import { Saved } from "#views/parts/told/saved.tsx";
import { Preview } from "../preview.tsx";

interface Card {
  code: string;
  name: string;
  kind: "exercise" | "shipped" | "own";
  off: boolean;
}

interface MeanwhilePageProps {
  frame: StaffFrame;
  cards: Card[];
  isFull: boolean;
  basedOn: number;
  saved: number | null;
  late: Late | null;
  refused: string | null;
  changes: ShownChange[];
  languages: readonly Language[];
  zone: string;
}

const path = "/admin/meanwhile";

/** What young people can do while they wait: the cards, with a preview. */
export function MeanwhilePage(props: MeanwhilePageProps) {
  const { frame, cards, saved, late, changes, zone } = props;
  const { t } = frame;
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.meanwhile")}
      here="settings"
      wrong={isRefused({ refused: props.refused, late })}
      script="settings"
    >
      <SettingsIndex frame={frame} here="meanwhile" />
      <h1>{t("admin.subject.meanwhile")}</h1>
      <p class="lead">{t("admin.subject.meanwhile.lead")}</p>
      <TooLate t={t} zone={zone} late={late} look={path} />
      <Refused sentence={props.refused} />
      <Saved t={t} saved={saved} />
      <form class="edit" method="post" action={path} data-preview={`${path}/preview`}>
        <input type="hidden" name="based_on" value={String(props.basedOn)} />
        <section class="fields" aria-labelledby="meanwhile-title" id="meanwhile">
          <h2 id="meanwhile-title">{t("admin.meanwhile.list")}</h2>
          {cards.length === 0 && <p>{t("admin.meanwhile.empty")}</p>}
          <div class="reason-list">
            <ul>
              {cards.map((card, index) => (
                <Row t={t} card={card} first={index === 0} last={index === cards.length - 1} />
              ))}
            </ul>
          </div>
          <p class="row-of">
            {!props.isFull && (
              <a class="second" href={`${path}?card=new`}>
                {t("admin.meanwhile.add")}
              </a>
            )}
            <button type="submit" class="quiet" name="do" value="shipped">
              {t("admin.assessment.shipped")}
            </button>
          </p>
        </section>
        <Preview t={t} path={`${path}/preview`} pages={["waiting"]} languages={props.languages} />
      </form>
      <SettingsHistory t={t} subject="meanwhile" zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

function Row({ t, card, first, last }: { t: Translate; card: Card; first: boolean; last: boolean }) {
  const { code, name, kind, off } = card;
  const verbs = [
    ...(first ? [] : (["up"] as const)),
    ...(last ? [] : (["down"] as const)),
    off ? ("on" as const) : ("off" as const),
    ...(kind === "own" ? (["remove"] as const) : []),
  ];
  return (
    <li class="reason-row" id={code}>
      <span>
        {kind === "exercise" ? (
          <>
            <span>{name}</span>{" "}
            <a class="small" href="/admin/texts?group=waiting&q=meanwhile">
              {t("admin.lines.change")}
              <span class="sr">{`: ${name}`}</span>
            </a>
          </>
        ) : (
          <a href={`${path}?card=${code}`} dir="auto">
            {name}
          </a>
        )}{" "}
        {off && <span class="tag">{t("admin.value.off")}</span>}
      </span>
      <span class="row-of">
        {verbs.map((verb) => (
          <button type="submit" class="quiet" name="do" value={`${verb} ${code}`}>
            {verb === "on" || verb === "off" ? t(`admin.meanwhile.switch_${verb}`) : t(`admin.assessment.${verb}`)}
            <span class="sr">{`: ${name}`}</span>
          </button>
        ))}
      </span>
    </li>
  );
}
