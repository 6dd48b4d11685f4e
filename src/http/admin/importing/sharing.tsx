import { importRun } from "#src/directory/importing/runs.ts";
import { shownPartners } from "#src/directory/sharing/partners.ts";
import { publication } from "#src/directory/sharing/publishing.ts";
import { countItems } from "#src/directory/sharing/source-items.ts";
import { sources } from "#src/directory/sharing/sources.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { blankSource, Sharing, type SharingProps } from "#views/admin/importing/sharing.tsx";
import type { Found, SourceDraft, SourceProblem } from "#views/admin/importing/sharing-form.tsx";

/** GET /admin/directory/sharing: our directory for others, theirs for us, and other helplines. */
export const sharingPage: Handle = (c, helpline) => {
  const saved = c.req.query("saved");
  if (saved === "ended") return showSharing(c, helpline, { done: saved, ended: endedBy(c, helpline) });
  return showSharing(c, helpline, { done: saved === "published" || saved === "removed" ? saved : null });
};

/** POST /admin/directory/sharing: whether everyone may read the public entries. */
export const switchPublishing: Handle = async (c, helpline) => {
  const { publish } = await fields(c);
  if (publish !== "yes" && publish !== "no") throw new HelplineError("bad_input");
  await act(c, helpline.db, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: publish === "yes" }));
  return c.redirect("/admin/directory/sharing?saved=published", 303);
};

function endedBy(c: C, { db }: Helpline): SharingProps["ended"] {
  const run = importRun(db, idOf(c.req.query("run")));
  return run && run.appliedAt !== null && run.undoneAt === null ? { runId: run.id, n: run.counts.gone } : null;
}

interface Shown {
  draft?: SourceDraft;
  found?: Found | null;
  problems?: SourceProblem[];
  done?: SharingProps["done"];
  ended?: SharingProps["ended"];
}

/** Shows the page, with what was typed and what was found at its address. */
export async function showSharing(c: C, helpline: Helpline, shown: Shown): Promise<Response> {
  const { db, clock, config } = helpline;
  const at = clock.now();
  const { services, organizations } = await publication(db, at);
  const zone = homeZone(db);
  const { draft = blankSource("feed", zone), found = null, problems = [], done = null, ended = null } = shown;
  const props = {
    frame: staffFrame(c, helpline),
    publish: {
      on: settings(db).publishDirectory,
      address: `${ownOrigin(c, config)}/hsds`,
      services: services.filter(({ entry }) => entry.status !== "defunct").length,
      organizations: organizations.size,
    },
    sources: sources(db)
      .filter(({ kind }) => kind !== "partner")
      .map((source) => ({ source, counts: countItems(db, source.id) })),
    partners: shownPartners(db, at),
    asksNobody: config.outgoing === "off",
    draft,
    found,
    problems,
    done,
    ended,
    zone,
    now: at,
  };
  return page(c, <Sharing {...props} />, problems.length > 0 ? 422 : 200);
}
