import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { RiskMenu } from "#views/counsellor/safety/care.tsx";
import { UrgentIn } from "#views/counsellor/safety/urgent-in.tsx";
import { AskHelp } from "#views/counsellor/team/help-wanted.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { GoalForm, goalAddress, type RefusedGoal } from "./goal.tsx";
import { isOwn, type PaneHeadChat, writes } from "./pane.ts";
import { Hold } from "./prompts.tsx";

interface ActsProps {
  t: Translate;
  chat: PaneHeadChat;
  now: number;
}

/** Under the field, in the same place and order in every chat: all that can be done with it. */
export function PaneActs({ t, chat, now }: ActsProps) {
  const own = isOwn(chat);
  const ended = !writes(chat);
  return (
    <div class="pane-acts" id={`acts-${chat.id}`}>
      {own && <AskHelp t={t} id={chat.id} asked={chat.help} now={now} />}
      {own && (
        <ToTab tab="handover" id={chat.id} ended={ended} class="quiet">
          <Icon name="person" />
          <span class="label">{t("staff.handover.title")}</span>
        </ToTab>
      )}
      <ToTab tab="referrals" id={chat.id} ended={ended} class="quiet">
        <Icon name="signpost" />
        <span class="label">{t("staff.nav.directory")}</span>
      </ToTab>
      <RiskMenu t={t} chat={chat} writes={!ended} />
      {own && <End t={t} id={chat.id} name={chat.name} urgent={chat.urgent} />}
    </div>
  );
}

/** Ending comes last, and asks first. */
function End({ t, id, name, urgent }: { t: Translate } & Pick<OwnChat, "id" | "name" | "urgent">) {
  const action = `/staff/conversation/${id}/end`;
  return (
    <details class="menu end" id={`end-${id}`}>
      <summary class="quiet">
        <Icon name="ended" />
        <span class="label">{t("staff.end.open")}</span>
      </summary>
      <form class="float" method="post" action={action} hx-post={action} hx-swap="none">
        <p>
          <b>{t("staff.end.ask", { name })}</b>
        </p>
        <UrgentIn t={t} urgent={urgent} />
        <p>{t("staff.end.means")}</p>
        <p class="words-left">{t("staff.end.words_left")}</p>
        <button type="submit" class="main" id={`end-now-${id}`}>
          {t("staff.end.confirm")}
        </button>
        <button type="button" class="second" data-shut="">
          {t("staff.end.cancel")}
        </button>
      </form>
    </details>
  );
}

/** In the head: what is seldom needed, so that it is not in the way of the rest. */
export function MoreMenu({ t, chat, refusedGoal }: Omit<ActsProps, "now"> & { refusedGoal?: RefusedGoal | undefined }) {
  if (chat.ended) return null;
  return (
    <details class="menu more" id={`more-${chat.id}`} open={refusedGoal !== undefined && chat.goal === null}>
      <summary class="quiet" title={t("staff.acts.more")}>
        <Icon name="more" />
        <span class="sr">{t("staff.acts.more")}</span>
      </summary>
      <div class="float">
        {chat.goal === null && writes(chat) && (
          <GoalForm t={t} id={chat.id} text={null} action={goalAddress(chat.id)} refused={refusedGoal} />
        )}
        {chat.pausedAt === null && (
          <div>
            <Hold t={t} id={chat.id} held={false} />
            <p class="hint">{t("staff.silence.hold_hint")}</p>
          </div>
        )}
        <Later t={t} id={chat.id} later={chat.later} />
        {!chat.risk && chat.chosen?.urgent !== "danger" && <Aside t={t} id={chat.id} />}
      </div>
    </details>
  );
}

/** Offers a callback: it goes at once, as a line with the way to leave an address; or says that it was offered. */
export function Later({ t, id, later }: { t: Translate; id: number; later: PaneHeadChat["later"] }) {
  const action = `/staff/conversation/${id}/later`;
  return (
    <div id={`later-of-${id}`} role="status">
      {later === "offered" && <p class="hint">{t("staff.later.offered")}</p>}
      {later === "open" && (
        <form method="post" action={action} hx-post={action} hx-swap="none">
          <button type="submit" class="second" id={`later-${id}`}>
            {t("staff.later.offer")}
          </button>
          <p class="hint">{t("staff.later.hint")}</p>
        </form>
      )}
    </div>
  );
}

/** Asks kindly, or ends as no counselling, for that browser only and to be taken back. Never where there is danger. */
function Aside({ t, id }: { t: Translate; id: number }) {
  const path = `/staff/conversation/${id}`;
  return (
    <>
      <form method="post" action={`${path}/ask-kindly`} hx-post={`${path}/ask-kindly`} hx-swap="none">
        <button type="submit" class="second" id={`ask-kindly-${id}`}>
          {t("staff.aside.ask")}
        </button>
        <p class="hint">{t("staff.aside.hint")}</p>
      </form>
      {/* It ends the chat: which kind it was is the question before it does. */}
      <details class="aside" id={`aside-${id}`}>
        <summary class="second">{t("staff.aside.open")}</summary>
        <form method="post" action={`${path}/aside`} hx-post={`${path}/aside`} hx-swap="none">
          <p class="hint">{t("staff.aside.means")}</p>
          <div class="acts">
            {asides.map((why) => (
              <button type="submit" class="second" id={`aside-${why}-${id}`} name="why" value={why}>
                {t(`staff.aside.${why}`)}
              </button>
            ))}
          </div>
        </form>
      </details>
    </>
  );
}

const asides = ["joke", "test", "abusive"] as const;
