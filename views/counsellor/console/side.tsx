import type { Child } from "hono/jsx";
import { TicksTab } from "#views/counsellor/after/ticks.tsx";
import { AboutBeside } from "#views/counsellor/chat/about.tsx";
import { ApproachTab } from "#views/counsellor/chat/agreed-plan.tsx";
import { isOwn, type PaneProps, ticks, writes } from "#views/counsellor/chat/pane.ts";
import { Referrals } from "#views/counsellor/chat/referrals.tsx";
import { Replies } from "#views/counsellor/chat/replies.tsx";
import { EmergencySteps } from "#views/counsellor/safety/emergency.tsx";
import { Handover } from "#views/counsellor/team/handover.tsx";
import { Notes, NotesMark } from "#views/counsellor/team/notes.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { type SideTab, tabsFor } from "./side-tabs.ts";
import { ToTab } from "./tab-link.tsx";

const views: Record<SideTab, (props: PaneProps) => Child> = {
  about: ({ t, chat, zone }) => <AboutBeside t={t} chat={chat} zone={zone} approach={chat.approach.now} />,
  approach: ({ t, chat, beside }) => (
    <ApproachTab t={t} id={chat.id} approach={chat.approach} writes={writes(chat)} refused={beside.refusedApproach} />
  ),
  referrals: ({ t, chat, zone, now, beside }) => (
    <Referrals
      t={t}
      id={chat.id}
      name={chat.name}
      zone={zone}
      now={now}
      referrals={chat.referrals}
      finding={beside.finding}
      refused={beside.refused}
    />
  ),
  replies: ({ t, chat, beside }) => (
    <Replies t={t} id={chat.id} language={chat.language} open={chat.ended === null} ready={beside.ready} />
  ),
  reasons: ({ t, chat, beside }) => <TicksTab t={t} id={chat.id} ticks={beside.ticks} />,
  notes: ({ t, chat, zone, beside }) => <Notes t={t} id={chat.id} name={chat.name} zone={zone} now={beside.notes} />,
  emergency: ({ t, chat, beside }) => (
    <EmergencySteps
      t={t}
      id={chat.id}
      writes={writes(chat)}
      help={chat.seats.as !== "reading"}
      now={beside.emergency}
    />
  ),
  handover: ({ t, chat, now, beside }) => <Handover t={t} chat={chat} handing={beside.handing} now={now} />,
};

const marks: Partial<Record<SideTab, (props: PaneProps) => Child>> = {
  notes: ({ t, chat, beside }) => <NotesMark t={t} id={chat.id} unread={beside.notes.unread} />,
};

/** Tabs beside a chat. After the first look only the page knows which one is shown (console-side.js). */
export function Side(props: PaneProps) {
  const { t, chat, beside } = props;
  const { id } = chat;
  const ended = !writes(chat);
  const tabs = tabsFor(isOwn(chat), ticks(chat));
  return (
    <aside class="side" id={`side-${id}`} aria-label={t("staff.side.label", { name: chat.name })}>
      <p class="side-of">{t("staff.side.label", { name: chat.name })}</p>
      <nav class="side-tabs" aria-label={t("staff.side.label", { name: chat.name })}>
        {tabs.map(({ name, title, letter }) => (
          <ToTab tab={name} id={id} ended={ended} letter={letter} current={name === beside.tab ? "true" : undefined}>
            {t(title)}
            {marks[name]?.(props)}
          </ToTab>
        ))}
        <ToTab tab="about" id={id} ended={ended} class="quiet shut-side">
          <Icon name="close" />
          <span class="sr">{t("staff.contact.back")}</span>
        </ToTab>
      </nav>
      {tabs.map(({ name }) => (
        <div class={`tab tab-${name}`} id={`tab-${name}-${id}`} data-of={name} hidden={name !== beside.tab}>
          {views[name](props)}
        </div>
      ))}
    </aside>
  );
}
