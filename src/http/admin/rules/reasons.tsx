import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { changesInWords } from "#src/http/admin/subjects/settings-words.ts";
import { basedOnNow, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page } from "#src/http/server/page.ts";
import { type Language, languages, type Translate } from "#src/i18n/i18n.ts";
import { choicesIn } from "#src/live/chat/record-data.ts";
import { blankCoding } from "#src/record/coding.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { movedReason } from "#src/settings/reason-edits.ts";
import {
  chiCodes,
  isReasonTree,
  isShipped,
  maxReasonName,
  maxReasonWords,
  type OwnReasonWords,
  type ReasonTree,
  shippedReasons,
} from "#src/settings/reasons.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { ReasonPage } from "#views/admin/rules/reason.tsx";
import { ReasonsPage } from "#views/admin/rules/reasons.tsx";
import { Reasons } from "#views/counsellor/after/record-reasons.tsx";
import { reasonName } from "#views/parts/fields/reason-name.ts";
import {
  draftOfReason,
  mostOf,
  type ReasonDraft,
  readReasonsForm,
  treeWith,
  withWords,
  wordsWith,
} from "./reasons-form.ts";
import { chiName } from "./reasons-words.ts";

/** GET /admin/reasons: the reasons for contact; `?reason=` or `?group=` (a code, or new) shows the form of one. */
export const reasonsPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const { reason, group } = c.req.query();
  if (reason === undefined && group === undefined) {
    return showReasons(c, helpline, { saved: savedOf(c, settingsHistory.newest(db, "reasons")) });
  }
  const { reasons: tree, reasonWords: own } = settings(db);
  const draft =
    reason === undefined
      ? draftOfReason(tree, "group", group ?? "", "")
      : draftOfReason(tree, "reason", reason, group ?? "");
  if (!draft) throw new HelplineError("not_found");
  return showEntry(c, helpline, { draft: withWords(draft, own, wordLanguages(c, helpline)) });
};

/** Words are edited in the languages of the helpline, and in that of the admin. */
function wordLanguages(c: C, { db }: Helpline): Language[] {
  const shown = [c.get("member").language, ...settings(db).languages];
  return languages.filter((one) => shown.includes(one));
}

/** POST /admin/reasons: saves one entry or the order, as the pressed button says. */
export const saveReasons: Handle = async (c, helpline) => {
  const tree = settings(helpline.db).reasons;
  const { action, basedOn, entry } = await readReasonsForm(c, tree);
  if (action === "save") return saveEntry(c, helpline, tree, entry, basedOn);
  const [verb, code = ""] = action.split(" ");
  const changed =
    action === "shipped"
      ? shippedReasons
      : verb === "up" || verb === "down"
        ? movedReason(tree, code, verb === "up" ? -1 : 1)
        : null;
  if (!changed) throw new HelplineError("bad_input");
  const saved = await change(c, helpline, { reasons: changed }, basedOn);
  if (typeof saved !== "number") return showReasons(c, helpline, { basedOn, ...saved });
  return c.redirect(`/admin/reasons?saved=${saved}${code === "" ? "" : `#${code}`}`, 303);
};

async function saveEntry(c: C, helpline: Helpline, tree: ReasonTree, draft: ReasonDraft, basedOn: number) {
  const { t } = staffFrame(c, helpline);
  const next = treeWith(tree, draft, settings(helpline.db).languages);
  if ("problem" in next) {
    const most = next.problem === "too_many" ? mostOf(draft) : maxReasonName;
    const sentence = t(`admin.reasons.${next.problem}`, { most });
    if (next.field !== "") return showEntry(c, helpline, { draft, basedOn, wrong: new Map([[next.field, sentence]]) });
    return showEntry(c, helpline, {
      draft,
      basedOn,
      refused: new HelplineError("bad_input", `admin.reasons.${next.problem}`, { most }),
    });
  }
  if (!isReasonTree(next.tree)) {
    return showEntry(c, helpline, { draft, basedOn, wrong: new Map([["offer", t("admin.reasons.nothing_left")]]) });
  }
  const words = wordsWith(settings(helpline.db).reasonWords, next.code, draft);
  if ("field" in words) {
    const sentence = t("admin.reasons.words_wrong", { most: maxReasonWords, long: maxReasonName });
    return showEntry(c, helpline, { draft, basedOn, wrong: new Map([[words.field, sentence]]) });
  }
  const saved = await change(c, helpline, { reasons: next.tree, reasonWords: words.words }, basedOn);
  if (typeof saved !== "number") return showEntry(c, helpline, { draft, basedOn, ...saved });
  return c.redirect(`/admin/reasons?saved=${saved}${draft.code === null ? "" : `#${draft.code}`}`, 303);
}

function change(
  c: C,
  helpline: Helpline,
  values: { reasons: ReasonTree; reasonWords?: OwnReasonWords },
  basedOn: number,
) {
  return changeSubject(c, helpline, "reasons", { seen: basedOn }, (tx, emit) =>
    setSettings(tx, emit, { subject: "reasons", values, basedOn }),
  );
}

/** GET and POST /admin/reasons/preview: what counsellors choose from, as it is or as the form would make it. */
export const previewReasons: Handle = async (c, helpline) => {
  const { db } = helpline;
  c.set("isPreview", true);
  const { t, theme, assets } = staffFrame(c, helpline);
  const css = inlined(c, theme + helpline.assets.byPath.get(assets.css)!.text);
  const tree = settings(db).reasons;
  const entry = c.req.method === "POST" ? (await readReasonsForm(c, tree)).entry : null;
  const next = entry && treeWith(tree, entry);
  const { groups } = choicesIn(db, c.get("member"), next && "tree" in next ? next.tree : tree, blankCoding);
  return page(
    c,
    // Its styles are inlined, since a preview loads nothing else.
    <html lang={t.language} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{t("admin.reasons.preview")}</title>
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <main class="record shown-record" tabindex={0}>
          <Reasons t={t} id="preview" groups={groups} chosen={[]} wrong={null} open={entry?.group ?? null} />
        </main>
      </body>
    </html>,
  );
};

interface Shown extends NotDone {
  basedOn?: number;
  saved?: number | null;
}

/** Shows the page of the reasons for contact. */
export function showReasons(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const changes = changesInWords(t, db, settingsHistory.latest(db, "reasons"));
  const late = lateOf(shown.late, changes);
  return page(
    c,
    <ReasonsPage
      frame={frame}
      groups={settings(db).reasons.map((group) => ({
        code: group.code,
        name: reasonName(t, group),
        off: group.off,
        reasons: group.reasons.map((one) => ({
          code: one.code,
          name: reasonName(t, one),
          off: one.off,
          chi: one.chi === one.code ? null : one.chi === null ? t("admin.value.none") : chiName(t, one.chi),
        })),
      }))}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "reasons"))}
      saved={shown.saved ?? null}
      late={late}
      refused={shown.refused ? t(shown.refused.key, shown.refused.values) : null}
      changes={changes}
      zone={homeZone(db)}
    />,
    statusOf(shown.refused !== undefined, late),
  );
}

interface EntryShown extends NotDone {
  draft: ReasonDraft;
  basedOn?: number;
  wrong?: Map<string, string>;
}

function showEntry(c: C, helpline: Helpline, shown: EntryShown): Response {
  const { db } = helpline;
  const { draft, wrong = new Map(), refused } = shown;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const tree = settings(db).reasons;
  const late = lateOf(shown.late, changesInWords(t, db, settingsHistory.latest(db, "reasons")));
  return page(
    c,
    <ReasonPage
      frame={frame}
      title={titleOf(t, tree, draft)}
      draft={draft}
      shipped={draft.code !== null && isShipped(draft.code)}
      languages={settings(db).languages}
      groups={tree.map((one) => ({ value: one.code, text: reasonName(t, one) }))}
      framework={chiCodes.map((code) => ({ value: code, text: chiName(t, code) }))}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "reasons"))}
      words={wordLanguages(c, helpline)}
      wrong={wrong}
      late={late}
      refused={refused ? t(refused.key, refused.values) : null}
      zone={homeZone(db)}
    />,
    statusOf(wrong.size > 0 || refused !== undefined, late),
  );
}

function titleOf(t: Translate, tree: ReasonTree, { kind, code }: ReasonDraft): string {
  const entry = tree.flatMap((group) => [group, ...group.reasons]).find((one) => one.code === code);
  if (!entry) return t(kind === "group" ? "admin.reasons.add_group" : "admin.reasons.add");
  return t("admin.reasons.change", { name: reasonName(t, entry) });
}
