import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { Subject } from "#src/settings/subjects.ts";
import type { StaffFrame } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";

/** Where each subject is set. */
export const pageOf = {
  opening: "/admin/open",
  helpline: "/admin/settings/helpline",
  look: "/admin/look",
  languages: "/admin/settings/languages",
  emergency: "/admin/settings/emergency",
  rules: "/admin/rules",
  texts: "/admin/texts",
  chats: "/admin/settings/chats",
  silence: "/admin/settings/silence",
  keeping: "/admin/settings/keeping",
  directory: "/admin/settings/directory",
  checklist: "/admin/open",
  assessment: "/admin/assessment",
  sharing: "/admin/directory/sharing",
  reasons: "/admin/reasons",
  meanwhile: "/admin/meanwhile",
  on_call: "/admin/on-call",
  callback: "/admin/settings/callback",
  accounts: "/admin/settings/accounts",
  address: "/admin/settings/address",
} as const satisfies Record<Subject, string>;

/** Pages of the index that are no subject of the settings: they go by their name in the top line. */
const otherPages = {
  hours: "/admin/hours",
  lines: "/admin/lines",
  replies: "/admin/replies",
  staff: "/admin/staff",
  places: "/admin/directory",
  mail: "/admin/mail",
  backup: "/admin/backup",
  keys: "/admin/keys",
  audit: "/admin/audit",
  practice: "/admin/practice",
} as const;

export type SubjectListed = Exclude<Subject, "checklist">;
export type OtherPage = keyof typeof otherPages;
export type SettingsPageName = SubjectListed | OtherPage;

const inGroups = {
  opening: ["opening", "hours", "lines", "on_call"],
  chats: ["chats", "silence", "meanwhile", "reasons", "replies"],
  safety: ["emergency", "rules", "keeping", "address"],
  site: ["helpline", "look", "languages", "texts"],
  people: ["staff", "accounts", "practice"],
  places: ["places", "directory", "assessment", "sharing"],
  email: ["mail", "callback"],
  data: ["backup", "keys", "audit"],
} as const satisfies Record<string, SettingsPageName[]>;

export type GroupName = keyof typeof inGroups | "more";

/** What a small helpline does not need: folded away until it is in use. */
export const optionalPages = ["lines", "on_call", "address", "assessment", "sharing"] as const;
export type OptionalPage = (typeof optionalPages)[number];

export interface IndexGroup {
  name: GroupName;
  pages: SettingsPageName[];
}

/** The index of everything an admin sets, by group; what is not in use comes last. */
export function groupsOf(unused: readonly string[]): IndexGroup[] {
  const isUnused = (page: SettingsPageName) => unused.includes(page);
  const groups = Object.entries(inGroups).map(([name, pages]) => ({
    name: name as GroupName,
    pages: (pages as readonly SettingsPageName[]).filter((page) => !isUnused(page)),
  }));
  return unused.length === 0 ? groups : [...groups, { name: "more", pages: optionalPages.filter(isUnused) }];
}

/** Every page of the index. */
export const settingsPages: SettingsPageName[] = Object.values(inGroups).flat();

/** Whether a page of the index is a subject, with a history of its own. */
export function isSubject(page: SettingsPageName): page is SubjectListed {
  return !Object.hasOwn(otherPages, page);
}

/** The address of a page of the index. */
export function addressOf(page: SettingsPageName): string {
  return isSubject(page) ? pageOf[page] : otherPages[page];
}

/** What a page of the index is called. */
export function titleOf(t: Translate, page: SettingsPageName): string {
  return t(titleKey(page));
}

function titleKey(page: SettingsPageName): Key {
  if (isSubject(page)) return `admin.subject.${page}`;
  return page === "places" ? "staff.nav.directory" : `staff.nav.${page}`;
}

interface IndexProps {
  frame: StaffFrame;
  here: SettingsPageName;
  /** The page needs its whole width. */
  isFolded?: boolean;
}

/** The index on a page of the settings: at its side where there is room, else behind one button that says where one is. */
export function SettingsIndex({ frame, here, isFolded = false }: IndexProps) {
  const { t, unused, me } = frame;
  // Supervisors and leads come to some of these pages too.
  if (!me?.roles.includes("admin")) return null;
  const groups = groupsOf(unused);
  const open = groups.find(({ pages }) => pages.includes(here))?.name;
  return (
    <>
      <button type="button" class={isFolded ? "second to-index always" : "second to-index"} popovertarget="index">
        <Icon name="down" />
        <span>
          {open && <span class="soft">{`${t(`admin.group.${open}`)} › `}</span>}
          {titleOf(t, here)}
        </span>
      </button>
      <nav
        id="index"
        class={isFolded ? "index" : "index side-index"}
        popover="auto"
        aria-label={t("staff.nav.settings")}
      >
        <IndexSearch t={t} />
        {groups.map(({ name, pages }) => (
          <details open={name === open}>
            <summary>{t(`admin.group.${name}`)}</summary>
            {pages.map((page) => (
              <a href={addressOf(page)} aria-current={page === here ? "page" : undefined}>
                {titleOf(t, page)}
              </a>
            ))}
          </details>
        ))}
      </nav>
    </>
  );
}

function IndexSearch({ t }: { t: Translate }) {
  return (
    <form method="get" action="/admin" role="search">
      <label for="find" class="sr">
        {t("admin.settings.search")}
      </label>
      <input id="find" name="q" type="search" placeholder={t("admin.settings.search")} autocomplete="off" />
    </form>
  );
}
