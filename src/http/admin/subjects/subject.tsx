import { callbackCounts, waitingCallbacks } from "#src/callback/callback.ts";
import { whyNotOffered } from "#src/callback/request.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { homeZone, lines } from "#src/hours/lines.ts";
import { countries } from "#src/hours/rules/holidays.ts";
import { basedOnNow, idOf, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { preview, previewLanguages, previewWish } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { addressWay } from "#src/http/limits/networks.ts";
import { type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import { languages } from "#src/i18n/i18n.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { forgetAddresses } from "#src/record/address.ts";
import { addressPair, pairLeast } from "#src/record/address-reading.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { answering, type Settings } from "#src/settings/definitions.ts";
import {
  type PlainSubject,
  plainSubjects,
  readSettingsDraft,
  type SettingsDraft,
  type SettingsProblem,
  settingsDraftOf,
} from "#src/settings/draft.ts";
import { type EmergencyCountry, maxEmergency, shippedEmergency } from "#src/settings/emergency.ts";
import { leadsTo } from "#src/settings/exit-address.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { AddressReady } from "#views/admin/mail/address-ready.tsx";
import type { CallbackState } from "#views/admin/mail/callback-state.tsx";
import { SubjectPage, shownOn } from "#views/admin/subjects/subject.tsx";
import { changeSubject } from "./settings-change.ts";
import { changesInWords } from "./settings-words.ts";

/** GET /admin/settings/:subject */
export const subjectPage: Handle = (c, helpline) => {
  const subject = subjectOf(c);
  return showSubject(c, helpline, { subject, saved: savedOf(c, settingsHistory.newest(helpline.db, subject)) });
};

/** POST /admin/settings/:subject: all of it at once, or nothing with a sentence beside each field. */
export const saveSubject: Handle = async (c, helpline) => {
  const { db } = helpline;
  const subject = subjectOf(c);
  const form = await readSubjectForm(c);
  const shown = { subject, draft: form.draft, basedOn: form.basedOn, unsaved: true };
  if (form.action.includes("country")) return showSubject(c, helpline, { ...shown, moved: true });
  const { values, problems } = readSettingsDraft(subject, form.draft, settings(db));
  if (leadsTo(values.exitAddress ?? "", ownOrigin(c, helpline.config))) {
    problems.push({ field: "exitAddress", problem: "own_address", least: 0, most: 0 });
  }
  if (problems.length > 0) return showSubject(c, helpline, { ...shown, problems });
  const chosen = { subject, values, basedOn: form.basedOn };
  const saved = await changeSubject(c, helpline, subject, { seen: form.basedOn }, (tx, emit) => {
    const id = setSettings(tx, emit, chosen);
    forgetAddresses(tx);
    return id;
  });
  if (typeof saved !== "number") return showSubject(c, helpline, { ...shown, ...saved });
  return c.redirect(`/admin/settings/${subject}?saved=${saved}`, 303);
};

/** GET and POST /admin/settings/:subject/preview: the young person's page as it is, or as the form would make it. */
export const previewSubject: Handle = async (c, helpline) => {
  const subject = subjectOf(c);
  const [usual] = shownOn[subject];
  if (!usual) throw new HelplineError("not_found");
  const form = c.req.method === "POST" ? await readSubjectForm(c) : null;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, usual);
  return preview(c, helpline, form ? whatStands(subject, form.draft) : () => {}, wish);
};

/** The form of a subject as it was sent: what was typed stays as it is. */
interface SubjectForm {
  draft: SettingsDraft;
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  /** The button that was pressed: "save", "add country", "remove country 1". */
  action: string;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

/** Reads the form of a subject. Never throws; of a field that came twice the last counts, a missing one is "". */
export async function readSubjectForm(c: C): Promise<SubjectForm> {
  const given = await lists(c);
  const texts = Object.fromEntries(Object.entries(given).map(([name, all]) => [name, all.at(-1) ?? ""]));
  const draft = { texts, languages: given.languages ?? [], countries: countriesOf(texts) };
  const action = texts.do ?? "";
  return {
    draft: { ...draft, countries: changedBy(draft.countries, action, texts.add_country ?? "") },
    basedOn: idOf(texts.based_on),
    action,
    wish: texts,
  };
}

function countriesOf(texts: Record<string, string>): EmergencyCountry[] {
  const rows: EmergencyCountry[] = [];
  // One more than may stand, so that too many are refused and not dropped.
  for (let i = 0; i <= maxEmergency; i += 1) {
    const text = (field: string) => texts[`emergency.${i}.${field}`];
    if (text("country") === undefined && text("call") === undefined) continue;
    const [country, call, police, sms, app, press] = ["country", "call", "police", "sms", "app", "press"].map(
      (field) => text(field) ?? "",
    );
    rows.push({ country: country!, call: call!, police: police!, sms: sms!, app: app!, press: press! });
  }
  return rows;
}

function changedBy(rows: EmergencyCountry[], action: string, added: string): EmergencyCountry[] {
  if (action === "add country" && rows.length < maxEmergency) {
    const known = shippedEmergency.find(({ country }) => country === added);
    return [...rows, known ?? { country: added, call: "", police: "", sms: "", app: "", press: "" }];
  }
  const [, index] = /^remove country (\d)$/.exec(action) ?? [];
  return index === undefined ? rows : rows.filter((_, i) => i !== Number(index));
}

/** While something cannot stand yet, the rest of the form is looked at without it. */
function whatStands(subject: PlainSubject, draft: SettingsDraft) {
  return (tx: Tx, emit: Emit) => {
    const now = settings(tx);
    const { values, problems } = readSettingsDraft(subject, draft, now);
    const wrong = new Set(problems.map(({ field }) => field.split(".")[0]));
    const standing = Object.entries(values).filter(([name]) => !wrong.has(name));
    setSettings(tx, emit, { subject, values: Object.fromEntries(standing) as Partial<Settings> });
  };
}

/** The plain subject that an address names. Throws `not_found` for any other. */
function subjectOf(c: C): PlainSubject {
  const found = plainSubjects.find((one) => one === c.req.param("subject"));
  if (!found) throw new HelplineError("not_found");
  return found;
}

interface Shown extends NotDone {
  subject: PlainSubject;
  /** What was typed; else what is set. */
  draft?: SettingsDraft;
  /** What the form had seen; whoever has been told of newer changes has seen those. */
  basedOn?: number;
  problems?: SettingsProblem[];
  /** The change that was just made, 0 for none that was different; null when nothing was saved. */
  saved?: number | null;
  unsaved?: boolean;
  /** A row was added or taken away: nothing is refused. */
  moved?: boolean;
}

/** The page of a subject, with what was typed where it could not be saved. */
export function showSubject(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { subject, draft = settingsDraftOf(settings(db)), problems = [], saved = null, refused } = shown;
  const frame = staffFrame(c, helpline);
  const changes = changesInWords(frame.t, db, settingsHistory.latest(db, subject));
  const late = lateOf(shown.late, changes);
  return page(
    c,
    <SubjectPage
      frame={frame}
      subject={subject}
      draft={draft}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, subject))}
      problems={problems}
      saved={saved}
      unsaved={shown.unsaved ?? false}
      late={late}
      refused={refused ? frame.t(refused.key, refused.values) : null}
      changes={changes}
      choices={{
        languages,
        answering,
        countries: countryChoices,
        shipped: shippedEmergency,
        maxCountries: maxEmergency,
      }}
      zone={homeZone(db)}
      offered={previewLanguages(settings(db))}
      callbacks={subject === "callback" ? callbackState(c, helpline) : null}
      ready={subject === "address" ? addressReady(c, helpline) : null}
    />,
    statusOf(problems.length > 0 || refused !== undefined, late),
  );
}

/** Numbers of whoever asked to be written to: nobody on the staff side sees an address. */
function callbackState(c: C, { db, clock, config }: Helpline): CallbackState {
  const at = clock.now();
  const names = new Map(lines(db).map(({ id, name }) => [id, name]));
  const waiting = waitingCallbacks(db, at).map((one) => ({
    ...one,
    name: names.size > 1 ? (names.get(one.lineId) ?? null) : null,
  }));
  const nowhere = config.publicAddress ? null : linkOrigin(config);
  const done = c.req.query("let_go") ?? "";
  const letGo = /^\d{1,5}$/.test(done) ? Number(done) : null;
  return { why: whyNotOffered(db), waiting, counts: callbackCounts(db, at), nowhere, letGo };
}

/** Whether an address could be kept, as it is set now; that of whoever asks is looked at, and kept nowhere. */
function addressReady(c: C, { db, config }: Helpline): AddressReady {
  const people = addressPair(db).flatMap(({ staffId }) => aliasOf(db, staffId) ?? []);
  return { isOn: settings(db).addressInEmergency, people, least: pairLeast, way: addressWay(c, config) };
}

/** Every country whose holidays are known is one that a helpline may serve. */
const countryChoices = [...new Set([...shippedEmergency.map(({ country }) => country), ...countries])];
