import { isMail } from "#src/directory/entry/check.ts";
import { maxEntry, type Organization } from "#src/directory/entry/entry.ts";
import {
  type OrganizationChange,
  organizationHistory,
  setOrganization,
  undoOrganization,
} from "#src/directory/entry/organization-changes.ts";
import { fieldsOf, organization, type StoredOrganization } from "#src/directory/entry/organizations.ts";
import { services } from "#src/directory/entry/services.ts";
import { followChanges } from "#src/directory/importing/tidy.ts";
import { webAddressOf, withScheme } from "#src/directory/web-address.ts";
import { HelplineError } from "#src/errors.ts";
import { tidyLine, tidyNote } from "#src/hours/files/imported.ts";
import { homeZone } from "#src/hours/lines.ts";
import {
  basedOnNow,
  idOf,
  lateOf,
  readUndo,
  savedOf,
  statusOf,
  type TooLate,
  toldChanges,
  unlessTaken,
} from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { OrganizationPage, type OrganizationProps } from "#views/admin/directory/organization.tsx";

/** GET /admin/directory/organizations/:id */
export const organizationPage: Handle = (c, helpline) => {
  const found = ofPath(c, helpline);
  return show(c, helpline, found, { saved: savedOf(c, organizationHistory.newest(helpline.db, found.id)) });
};

/** POST /admin/directory/organizations/:id: saves all its fields. */
export const saveOrganization: Handle = async (c, helpline) => {
  const found = ofPath(c, helpline);
  const given = await fields(c);
  const line = (name: string) => tidyLine(given[name] ?? "");
  const draft: Organization = {
    name: line("name"),
    alternateName: line("alternateName"),
    description: tidyNote((given.description ?? "").replace(/\r\n?/g, "\n")),
    website: line("website") === found.website ? found.website : withScheme(line("website")),
    email: line("email"),
  };
  const basedOn = idOf(given.based_on);
  const problems = problemsOf(draft, found);
  if (problems.length > 0) return show(c, helpline, found, { draft, basedOn, problems });
  const change = { id: found.id, organization: draft, basedOn };
  return store(c, helpline, found, { draft, basedOn }, () => act(c, helpline.db, setOrganization, change));
};

/** POST /admin/directory/organizations/:id/undo: restores what was there before a change, as a new change. */
export const undoOrganizationChange: Handle = async (c, helpline) => {
  const found = ofPath(c, helpline);
  const { changeId, basedOn } = await readUndo(c);
  const undo = { id: found.id, changeId, basedOn };
  return store(c, helpline, found, { late: { seen: basedOn, wanted: "undone" } }, () =>
    act(c, helpline.db, undoOrganization, undo),
  );
};

async function store(c: C, helpline: Helpline, found: StoredOrganization, shown: Shown, doing: () => Promise<void>) {
  const before = organizationHistory.newest(helpline.db, found.id);
  const done = await unlessTaken(doing().then(() => true));
  if (done === null) return show(c, helpline, found, { late: { seen: shown.basedOn ?? -1 }, ...shown });
  await followChanges(helpline.db);
  const newest = organizationHistory.newest(helpline.db, found.id);
  return c.redirect(`/admin/directory/organizations/${found.id}?saved=${newest === before ? 0 : newest}`, 303);
}

function ofPath(c: C, { db }: Helpline): StoredOrganization {
  const found = organization(db, c.req.param("id") ?? "");
  if (!found) throw new HelplineError("not_found");
  return found;
}

/** What came with a file may be odd; what someone types anew may not. */
function problemsOf(draft: Organization, before: Organization): OrganizationProps["problems"] {
  const found: OrganizationProps["problems"] = [];
  const { name, website, email } = draft;
  if (name === "") found.push({ field: "name", problem: "missing" });
  const lengths = { name: maxEntry.name, alternateName: maxEntry.line, description: maxEntry.text };
  for (const field of ["name", "alternateName", "description"] as const) {
    const length = { is: draft[field].length, most: lengths[field] };
    if (length.is > length.most) found.push({ field, problem: "too_long", length });
  }
  if (website !== "" && website !== before.website && (!webAddressOf(website) || website.length > maxEntry.line))
    found.push({ field: "website", problem: "not_an_address" });
  if (email !== "" && email !== before.email && !isMail(email)) found.push({ field: "email", problem: "not_a_mail" });
  return found;
}

interface Shown {
  draft?: Organization;
  basedOn?: number;
  problems?: OrganizationProps["problems"];
  saved?: number | null;
  late?: TooLate;
}

function show(c: C, helpline: Helpline, { id }: StoredOrganization, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const found = organization(db, id)!;
  const changes = toldChanges(db, organizationHistory.latest(db, id), (one) => wordsOf(frame.t, one));
  const late = lateOf(shown.late, changes);
  const { problems = [], draft } = shown;
  const props: OrganizationProps = {
    frame,
    id,
    name: found.name,
    draft: draft ?? fieldsOf(found),
    basedOn: basedOnNow(shown, organizationHistory.newest(db, id)),
    problems,
    saved: shown.saved ?? null,
    unsaved: draft !== undefined,
    late,
    services: services(db, id).map((one) => ({ id: one.id, name: one.entry.name })),
    history: { zone: homeZone(db), changes },
  };
  return page(c, <OrganizationPage {...props} />, statusOf(problems.length > 0, late));
}

function wordsOf(t: Translate, { before, after }: OrganizationChange): string[] {
  if (before === null) return [t("admin.entry.did.made")];
  const names = ["name", "alternateName", "description", "website", "email"] as const;
  const changed = names.filter((name) => before[name] !== after[name]);
  return changed.map((name) => {
    const what = t(`admin.entry.${name}`);
    const isLong = before[name].length + after[name].length > 160;
    if (isLong) return t("admin.entry.did.changed", { what });
    return t("admin.history.did", { what, before: before[name] || "–", after: after[name] || "–" });
  });
}
