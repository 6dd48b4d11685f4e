import type { Translate } from "#src/i18n/i18n.ts";
import type { DebriefAct, InboxDebrief } from "#src/record/debrief.ts";
import type { Thanks, ThanksAct } from "#src/record/thanks.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Pages } from "#views/parts/pages.tsx";

interface DebriefsProps {
  frame: StaffFrame;
  /** Staff id of the reader, whose own are for someone else. */
  me: number;
  /** The reader may deal with their own, as there is no one else. */
  mayOwn: { debrief: boolean; thanks: boolean };
  open: InboxDebrief[];
  /** Debriefs that are done or were light, and thanks: one page of each. */
  rest: InboxDebrief[];
  thanks: Thanks[];
  place: { page: number; pages: number };
  days: number;
  zone: string;
}

/** After chats: who needs to talk, how chats were, and thanks to read before they are passed on. */
export function Debriefs(props: DebriefsProps) {
  const { frame, rest, days } = props;
  const { t } = frame;
  const open = (weight: InboxDebrief["weight"]) => props.open.filter((one) => one.weight === weight);
  return (
    <StaffSheet frame={frame} title={t("staff.inbox.title")} here="debriefs">
      <h1>{t("staff.inbox.title")}</h1>
      <Part {...props} title="staff.inbox.talking" none="staff.inbox.talking_none" rows={open("talk")} />
      <Part {...props} title="staff.inbox.heavy" none="staff.inbox.heavy_none" rows={open("heavy")} />
      <ToRead {...props} />
      {rest.length > 0 && (
        <details class="group" open={props.place.page > 1}>
          <summary>
            <b>{t("staff.inbox.rest")}</b>
          </summary>
          <ul class="list group-fields">
            {rest.map((one) => (
              <Row {...props} one={one} />
            ))}
          </ul>
        </details>
      )}
      <Pages t={t} {...props.place} to={(page) => `/staff/debriefs?page=${page}`} />
      <p class="soft small">{t("staff.inbox.kept", { days })}</p>
    </StaffSheet>
  );
}

type PartProps = DebriefsProps & {
  title: "staff.inbox.talking" | "staff.inbox.heavy";
  none: "staff.inbox.talking_none" | "staff.inbox.heavy_none";
  rows: InboxDebrief[];
};

function Part({ title, none, rows, ...props }: PartProps) {
  const { t } = props.frame;
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{t(title)}</h2>
      {rows.length === 0 && <p class="soft">{t(none)}</p>}
      <ul class="list">
        {rows.map((one) => (
          <Row {...props} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ frame: { t }, one, me, mayOwn, zone }: DebriefsProps & { one: InboxDebrief }) {
  const isOthers = one.staffId !== me || mayOwn.debrief;
  return (
    <li id={`debrief-${one.id}`}>
      <div>
        <p>
          {one.weight === "talk" && !one.done && <Icon name="urgent" />}
          <b>{one.alias}</b>
          {(one.done || one.weight === "light") && ` · ${t(`staff.debrief.${one.weight}`)}`}
        </p>
        {one.note !== "" && <p dir="auto">{one.note}</p>}
        <p class="soft small">
          {t("staff.inbox.of_chat", { chat: one.chat, when: t.dateTime(one.at, zone) })}{" "}
          {one.takenBy !== null && t(one.done ? "staff.inbox.done_by" : "staff.inbox.taken_by", { alias: one.takenBy })}
          {!isOthers && t("staff.inbox.own")}
        </p>
      </div>
      {isOthers && (
        <Acts
          t={t}
          action={`/staff/debriefs/${one.id}`}
          what={`${one.alias}, ${one.chat}`}
          acts={debriefActs(one, me)}
        />
      )}
    </li>
  );
}

function debriefActs({ done, heldBy, weight }: InboxDebrief, me: number): DebriefAct[] {
  if (weight === "light" || (heldBy !== null && heldBy !== me)) return [];
  if (done) return ["again"];
  return heldBy === null ? ["take", "done"] : ["done", "release"];
}

function ToRead({ frame: { t }, thanks, me, mayOwn, zone }: DebriefsProps) {
  return (
    <section aria-labelledby="thanks-title">
      <h2 id="thanks-title">{t("staff.inbox.thanks")}</h2>
      <p class="hint">{t(thanks.length === 0 ? "staff.inbox.thanks_none" : "staff.inbox.thanks_hint")}</p>
      <ul class="list">
        {thanks.map((one) => {
          const isOthers = one.staffId !== me || mayOwn.thanks;
          return (
            <li id={`thanks-${one.conversationId}`}>
              <div>
                <p>{t("staff.inbox.thanks_to", { alias: one.alias, chat: one.chat })}</p>
                <blockquote dir="auto" translate="no">
                  {one.text ?? t("staff.message.shut")}
                </blockquote>
                <p class="soft small">
                  {t.dateTime(one.at, zone)} {one.decision !== null && t(`staff.inbox.thanks_${one.decision}`)}
                  {!isOthers && t("staff.inbox.own")}
                </p>
              </div>
              {isOthers && (
                <Acts
                  t={t}
                  action={`/staff/debriefs/thanks/${one.conversationId}`}
                  what={`${one.alias}, ${one.chat}`}
                  acts={one.decision === null ? ["passed", "kept"] : ["again"]}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Acts({
  t,
  action,
  what,
  acts,
}: {
  t: Translate;
  action: string;
  what: string;
  acts: (DebriefAct | ThanksAct)[];
}) {
  if (acts.length === 0) return null;
  return (
    <form class="acts" method="post" action={action}>
      {acts.map((act) => (
        <button type="submit" class="second" name="act" value={act}>
          {t(`staff.inbox.act.${act}`)}
          <span class="sr"> {what}</span>
        </button>
      ))}
    </form>
  );
}
