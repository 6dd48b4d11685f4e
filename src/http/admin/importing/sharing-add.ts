import { type FeedLook, lookAt } from "#src/directory/sharing/feed-look.ts";
import { FeedError, type FeedProblem, problemOf } from "#src/directory/sharing/feed-text.ts";
import { linesThere } from "#src/directory/sharing/partner-answer.ts";
import { askPartner, partnerPath, pollPartner } from "#src/directory/sharing/partners.ts";
import { addSource, maxSources, readSourceAddress, source, sourceAt, sources } from "#src/directory/sharing/sources.ts";
import { HelplineError } from "#src/errors.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import { homeZone } from "#src/hours/lines.ts";
import { act, type C, extendTimeout, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { blankSource } from "#views/admin/importing/sharing.tsx";
import {
  addressField,
  type Found,
  type SourceDraft,
  type SourceProblem,
} from "#views/admin/importing/sharing-form.tsx";
import { showSharing } from "./sharing.tsx";
import { askNow } from "./source.tsx";
import { sourceProblems } from "./source-form.ts";

/** How long a slow address may take, seconds. */
const patience = 60;

/** POST /admin/directory/sharing/add: looks at an address; the second press looks again and has it read from then on. */
export const addSharing: Handle = async (c, helpline) => {
  const form = await fields(c);
  if (form.do !== "look" && form.do !== "add") throw new HelplineError("bad_input");
  extendTimeout(c, patience);
  const draft = draftOf(form, homeZone(helpline.db));
  const looked = await look(c, helpline, draft);
  if ("problem" in looked) {
    return showSharing(c, helpline, { draft, problems: [{ field: "address", problem: looked.problem }] });
  }
  const known = { ...looked.draft, name: looked.draft.name || nameOf(looked.found) };
  const isOther = looked.draft.kind !== draft.kind;
  const problems = form.do === "look" ? [] : sourceProblems(known);
  if (form.do === "look" || isOther || problems.length > 0) {
    return showSharing(c, helpline, { draft: known, found: looked.found, problems });
  }
  return add(c, helpline, known, looked.found);
};

async function add(c: C, helpline: Helpline, draft: SourceDraft, found: Found): Promise<Response> {
  const { db, ask } = helpline;
  const { name, accept, zone, licence } = draft;
  const kind = found.what === "helpline" ? "partner" : found.what;
  const given = { name, kind, url: found.url, accept, timeZone: zone, licenceNote: licence } as const;
  const id = await act(c, db, addSource, given);
  const added = source(db, id)!;
  if (kind === "partner") await pollPartner(db, ask, added);
  else await askNow(helpline, added);
  return c.redirect(kind === "partner" ? "/admin/directory/sharing#partners" : `/admin/directory/sources/${id}`, 303);
}

function draftOf(form: Record<string, string>, zone: string): SourceDraft {
  const kind = form.kind === "partner" ? "partner" : "feed";
  const blank = blankSource(kind, zone);
  return {
    ...blank,
    address: tidyLine(form[addressField[kind]] ?? ""),
    name: tidyLine(form.name ?? ""),
    accept: form.accept === "auto" ? "auto" : "review",
    zone: tidyLine(form.zone ?? zone),
    licence: tidyLine(form.licence ?? ""),
  };
}

async function look(
  c: C,
  helpline: Helpline,
  draft: SourceDraft,
): Promise<{ draft: SourceDraft; found: Found } | { problem: SourceProblem["problem"] }> {
  const { db, config, ask } = helpline;
  const url = readSourceAddress(draft.address);
  if (draft.address === "" || !url) return { problem: draft.address === "" ? "missing" : "bad_address" };
  if (sources(db).length >= maxSources) return { problem: "too_many" };
  const isOurs = (address: string) => new URL(address).host === new URL(ownOrigin(c, config)).host;
  if (isOurs(url.href)) return { problem: "own" };
  try {
    const found = draft.kind === "partner" ? await lookAtPartner(helpline, url) : await lookAt(ask, url);
    if (isOurs(found.url)) throw new FeedError("own");
    if (sourceAt(db, found.url)) return { problem: "taken" };
    return { draft: { ...draft, kind: found.what === "helpline" ? "partner" : "feed" }, found };
  } catch (error) {
    return { problem: problemOf(error) satisfies FeedProblem };
  }
}

/** Finds another helpline at its usual place, whichever of its pages was entered. */
async function lookAtPartner({ ask }: Helpline, url: URL): Promise<FeedLook> {
  const at = url.pathname.endsWith(".json") ? url : new URL(partnerPath, url);
  const { answer } = (await askPartner(ask, at.href))!;
  return { what: "helpline", url: at.href, name: answer.name, lines: linesThere(answer, at.href) };
}

function nameOf(found: Found): string {
  return found.what === "helpline" ? found.name : new URL(found.url).host;
}
