import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { Outside } from "#src/queue/handover/seats.ts";
import { ToLeft } from "#views/counsellor/after/left-way.tsx";
import { opensPanes } from "#views/counsellor/console/chats.tsx";
import { EmergencyMark, UrgentMark } from "#views/counsellor/console/queue.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Unsent } from "../unsent.tsx";
import { Act, TakeOver } from "./acts.tsx";

interface OutsideProps {
  t: Translate;
  chat: Outside;
  other: number | null;
  zone: string;
}

/** A colleague's conversation from outside; unsent words of someone who lost it stay here to be copied (console.js). */
export function OutsidePane({ t, chat, other, zone }: OutsideProps) {
  const { id, name, state, counsellor, acts } = chat;
  return (
    <section class="pane outside" id={`pane-${id}`} data-id={id} data-tab="about" aria-labelledby={`name-${id}`}>
      <div class="room">
        <h2 id={`name-${id}`}>{name}</h2>
        <p class="facts">
          {chat.urgent === "emergency" && <EmergencyMark t={t} />}
          {chat.urgent === "danger" && <UrgentMark t={t} />}
          <span lang={chat.language}>{languageNames[chat.language]}</span>
          <span>{t("staff.pane.since", { time: t.time(chat.since, zone) })}</span>
        </p>
        <p class="whose" role="status">
          {whose(t, state, counsellor)}
        </p>
        {acts.length > 0 && (
          <ul class="outside-acts">
            {acts.map((act) => (
              <li>
                {act === "take_over" ? (
                  <TakeOver t={t} {...chat} />
                ) : (
                  <>
                    <Act t={t} id={id} act={act} />
                    <p class="soft">{t(`staff.act.${act}.means`)}</p>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        <Unsent t={t} id={id} />
        <a class="second" {...opensPanes(other === null ? "/staff" : `/staff/conversation/${other}`)}>
          <Icon name="close" />
          {t("staff.over.close")}
        </a>
      </div>
    </section>
  );
}

function whose(t: Translate, state: Outside["state"], alias: string): string {
  if (state === "ended") return t("staff.outside.over");
  return alias === "" ? t("staff.outside.waits") : t("staff.outside.with", { alias });
}

/** Stands in place of a chat the reader has no part in any more. `left`: its young person deleted it in danger. */
export function ShutPane({ t, id, left }: { t: Translate; id: number; left: boolean }) {
  return (
    <section class="pane outside" id={`pane-${id}`} data-id={id} data-tab="about" aria-labelledby={`name-${id}`}>
      <div class="room">
        <h2 id={`name-${id}`}>{t(left ? "staff.left.they_deleted" : "staff.not_yours")}</h2>
        {left && <ToLeft t={t} id={id} />}
        <Unsent t={t} id={id} />
        <a class="second" {...opensPanes("/staff")}>
          <Icon name="close" />
          {t("staff.over.close")}
        </a>
      </div>
    </section>
  );
}
