import type { Role } from "#src/events.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Pages in the top line of every staff page but the console, and those below one of them. */
export type StaffPlace =
  | "staff"
  | "directory"
  | "hours"
  | "lines"
  | "settings"
  | "me"
  | "debriefs"
  | "emergencies"
  | "concerns"
  | "holds"
  | "read_alone"
  | "replies"
  | "on_call"
  | "practice"
  | "keys";

/** What a supervisor looks after once chats are over: one entry in the top line, with tabs on each of its pages. */
const afterChats = [
  { name: "debriefs", href: "/staff/debriefs", title: "staff.inbox.title" },
  { name: "emergencies", href: "/staff/emergencies", title: "staff.emergencies.title" },
  { name: "concerns", href: "/staff/concerns", title: "staff.concern.title" },
  { name: "holds", href: "/staff/holds", title: "staff.holds.title" },
  { name: "read_alone", href: "/staff/read-alone", title: "staff.read_alone.title" },
  { name: "keys", href: "/admin/keys", title: "staff.nav.keys" },
] as const satisfies { name: StaffPlace; href: string; title: Key }[];

type Props = { t: Translate; me: { alias: string; roles: Role[] }; here: StaffPlace | undefined };

/** Links to every other staff page. */
export function StaffNav({ t, me, here }: Props) {
  const [supervises, admin, lead] = (["supervisor", "admin", "lead"] as const).map((role) => me.roles.includes(role));
  const isAfter = supervises && afterChats.some(({ name }) => name === here);
  const inbox = here === "debriefs" ? "page" : ("true" as const);
  const settingsNow =
    here === "settings" ? "page" : isBelowSettings(here, supervises === true) ? ("true" as const) : undefined;
  const to = (name: StaffPlace, href: string, title: string) => (
    <a href={href} aria-current={name === here ? "page" : undefined}>
      {title}
    </a>
  );
  return (
    <nav id="menu" popover="auto" aria-label={t("staff.nav.label")}>
      {(!lead || admin) && <a href="/staff">{t("staff.nav.console")}</a>}
      {supervises && <a href="/staff/overview">{t("staff.overview.title")}</a>}
      {supervises && (
        <a href="/staff/debriefs" aria-current={isAfter ? inbox : undefined}>
          {t("staff.inbox.title")}
        </a>
      )}
      {(admin || lead) && !supervises && to("concerns", "/staff/concerns", t("staff.concern.title"))}
      {lead && !admin && to("keys", "/admin/keys", t("staff.nav.keys"))}
      {(admin || supervises) && to("directory", "/admin/directory", t("staff.nav.directory"))}
      {supervises && !admin && to("on_call", "/admin/on-call", t("staff.nav.on_call"))}
      {(!lead || admin) &&
        to("replies", admin || supervises ? "/admin/replies" : "/staff/replies", t("staff.nav.replies"))}
      {(!lead || admin) && to("practice", "/staff/practice", t("staff.nav.practice"))}
      {admin && (
        <a href="/admin" aria-current={settingsNow}>
          {t("staff.nav.settings")}
        </a>
      )}
      <a href="/staff/me" aria-current={here === "me" ? "page" : undefined}>
        <Icon name="person" />
        {me.alias}
      </a>
      <SignOut t={t} />
    </nav>
  );
}

function isBelowSettings(here: StaffPlace | undefined, supervises: boolean): boolean {
  // For a supervisor the keys stand with what comes after chats.
  if (here === "keys") return !supervises;
  return here === "hours" || here === "lines" || here === "staff" || here === "on_call";
}

/** Links between the pages of what comes after chats, for supervisors. */
export function AfterChatsNav({ t, me, here }: Props) {
  if (!me.roles.includes("supervisor") || !afterChats.some(({ name }) => name === here)) return null;
  return (
    <nav class="tabs no-print" aria-label={t("staff.inbox.title")}>
      {afterChats.map(({ name, href, title }) => (
        <a href={href} aria-current={name === here ? "page" : undefined}>
          {t(title)}
        </a>
      ))}
    </nav>
  );
}

/** The button to sign out. */
export function SignOut({ t }: { t: Translate }) {
  return (
    <form method="post" action="/staff/sign-out">
      <button type="submit" class="quiet">
        <Icon name="leave" />
        {t("staff.sign_out")}
      </button>
    </form>
  );
}
