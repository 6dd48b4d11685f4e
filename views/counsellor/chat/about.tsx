import type { PropsWithChildren } from "hono/jsx";
import type { Approach } from "#src/conversation/messages/agreed-plan.ts";
import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { riskEndKey } from "#views/counsellor/safety/care.tsx";
import { ageInWords, answersInWords } from "#views/parts/fields/answers.ts";
import { duration } from "../ago.tsx";
import { ApproachLines } from "./agreed-plan.tsx";
import { type PaneChat, ticks, writes } from "./pane.ts";

type Known = Pick<
  PaneChat,
  | "id"
  | "earlier"
  | "chosen"
  | "chosenRegion"
  | "feeling"
  | "language"
  | "startedAt"
  | "calledBack"
  | "waitsSince"
  | "claimedAt"
  | "ended"
  | "seats"
  | "kind"
  | "riskOver"
>;

export interface AboutProps {
  t: Translate;
  chat: Known;
  zone: string;
}

/** The young person beside the chat, with the agreed plan; an open console follows (live/chat/staff-fragments.tsx). */
export function AboutBeside({ approach, ...about }: AboutProps & { approach: Approach | null }) {
  const { t, chat } = about;
  return (
    <div id={`about-${chat.id}`}>
      <About {...about}>{approach && <ApproachLines t={t} now={approach} />}</About>
    </div>
  );
}

/** What is known of the young person: only times, and what they chose to say. */
export function About({ t, chat, zone, children }: PropsWithChildren<AboutProps>) {
  const age = chat.chosen?.age ?? null;
  const ticked = chat.chosen === null ? [] : answersInWords(t, { ...chat.chosen, age: null }, chat.chosenRegion);
  return (
    <>
      <dl class="about-list">
        <dt>{t("staff.about.feeling")}</dt>
        <dd>
          {chat.feeling === null ? t("staff.about.not_said") : <b>{t("staff.about.of_ten", { n: chat.feeling })}</b>}
          {chat.feeling !== null && <Scale filled={chat.feeling} />}
        </dd>
        {age !== null && <dt>{t("staff.record.age")}</dt>}
        {age !== null && <dd>{ageInWords(t, age)}</dd>}
        <dt>{t("staff.about.language")}</dt>
        <dd lang={chat.language}>{languageNames[chat.language]}</dd>
        <dt>{t("staff.about.came")}</dt>
        <dd>
          <time datetime={new Date(chat.startedAt).toISOString()} title={t.dateTime(chat.startedAt, zone)}>
            {t.time(chat.startedAt, zone)}
          </time>
        </dd>
        {chat.calledBack && <dd>{t("staff.queue.called_back")}</dd>}
        {chat.earlier && (
          <dd>
            {t("staff.earlier.shown")}
            <form method="post" action={`/staff/conversation/${chat.id}/earlier`}>
              <button type="submit" class="second">
                {t("staff.earlier.open")}
              </button>
            </form>
          </dd>
        )}
        <dt>{t("staff.about.waited")}</dt>
        <dd>{duration(t.language, chat.claimedAt - chat.waitsSince)}</dd>
        {chat.riskOver && <dt>{t("staff.record.risk")}</dt>}
        {chat.riskOver && (
          <dd id={`risk-ended-${chat.id}`}>
            {t("staff.risk.ended", {
              time: t.time(chat.riskOver.at, zone),
              alias: chat.riskOver.alias,
              why: t(riskEndKey(chat.riskOver.why)),
            })}
          </dd>
        )}
        {ticked.length > 0 && <dt>{t("staff.about.chosen")}</dt>}
        {ticked.map((words) => (
          <dd>{words}</dd>
        ))}
      </dl>
      <div class="agreed">
        {children}
        <ToTab tab="approach" id={chat.id} ended={!writes(chat)} class="link">
          {t("staff.approach.title")}
        </ToTab>
        {ticks(chat) && (
          <ToTab tab="reasons" id={chat.id} ended={false} class="link">
            {t("staff.ticks.title")}
          </ToTab>
        )}
      </div>
    </>
  );
}

/** Ten steps, of which some are filled; the number beside it says the same. */
function Scale({ filled }: { filled: number }) {
  return (
    <span class="scale" aria-hidden="true">
      {Array.from({ length: 10 }, (_, step) => (
        <i class={step < filled ? "on" : undefined} />
      ))}
    </span>
  );
}
