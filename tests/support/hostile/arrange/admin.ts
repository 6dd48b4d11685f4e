import { letMachine } from "#src/backup/standby/machines.ts";
import { q } from "#src/db/schema.ts";
import { addLine, changeLine, lineValues } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { setMailServer } from "#src/mail/server.ts";
import { removeReply, setReply } from "#src/replies/replies.ts";
import { questionNames } from "#src/settings/assessment.ts";
import { saveRulesDraft } from "#src/settings/rules/rules-draft.ts";
import { setSetting, setSettings } from "#src/settings/settings.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { asks, invites, outbox } from "#tests/callback/desk.ts";
import { act } from "#tests/support/house/http.ts";
import { sendsTo, serverAt } from "#tests/support/outside/post.ts";
import type { Scene } from "../scene.ts";

/** The hours of the line were set. */
export async function inHelsinki({ line }: Scene) {
  const week = Array.from({ length: 7 }, () => [{ opens: 0, closes: 1440 }]);
  const calendar = { timeZone: "Europe/Helsinki", lastEntryMinutes: 30, week, seasons: [], dayRules: [], cuts: [] };
  await act(line, line.aino, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: "Europe/Helsinki", calendar }));
}

/** There is a second line. */
export async function anotherLine({ line }: Scene) {
  await act(line, line.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Nederlands" }));
  return { id: "2" };
}

/** The one line has another name. */
export async function renamedLine({ line }: Scene) {
  const staffIds = [line.anna.id];
  await act(line, line.aino, (tx, emit) =>
    changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), name: "English", staffIds } }),
  );
  return { id: "1" };
}

/** Béla is on call on Mondays. */
export async function onCallMondays({ line }: Scene) {
  const values = { onCallWeek: [2, null, null, null, null, null, null] };
  await act(line, line.bela, (tx, emit) => setSettings(tx, emit, { subject: "on_call", values }));
}

/** The helpline has another name. */
export const renamed = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Lamp" })).then(() => {});

/** A mail server is set at the discard port, where nothing listens. */
export const mailSet = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => setMailServer(tx, emit, { server: serverAt(9) })).then(() => {});

/** Someone asked for a callback an hour ago. */
export async function somebodyAsked({ line }: Scene) {
  await sendsTo(line, 25);
  await asks(line, "kim@mail.example");
}

/** A shared ready reply was removed. */
export async function replyRemoved({ line }: Scene) {
  const remove = { member: line.aino, ownerId: null, id: "greeting.en", basedOn: 0 };
  await act(line, line.aino, (tx, emit) => removeReply(tx, emit, remove));
}

/** Anna has a ready reply of her own. */
export async function ownReply({ line }: Scene) {
  const { anna } = line;
  const values = { name: "Tea", topic: "", text: "I drink tea.", language: "en" } as const;
  const change = { member: anna, ownerId: anna.id, id: null, values, basedOn: 0 };
  await act(line, anna, (tx, emit) => setReply(tx, emit, change));
  const own = q.selectFrom("reply").select("id").where("owner_id", "=", anna.id);
  return { id: line.helpline.db.first(own)!.id };
}

/** The rules of the house have a draft. */
export const rulesDrafted = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => saveRulesDraft(tx, emit, { words: { kept: { en: "Ask us." } } })).then(() => {});

/** The first questions are asked. */
export const questionsAsked = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "assessment", value: { on: true, questions: [...questionNames] } }),
  ).then(() => {});

/** A second machine may fetch copies. */
export async function machineLet({ line }: Scene) {
  await act(line, line.aino, (tx, emit) => letMachine(tx, emit, { name: "cellar" }));
  return { id: "1" };
}

/** Someone was invited; gives the secret of their link. */
export async function invited({ line }: Scene) {
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  return { token };
}

/** Anna’s account was changed. */
export async function annaChanged({ line }: Scene) {
  const { id } = line.anna;
  const { values } = account(line.helpline.db, id)!;
  await act(line, line.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: id, values: { ...values, languages: ["fr"] } }),
  );
  return { id: String(id) };
}

/** Someone asked for a callback and got it; gives the secret of their link. */
export async function writtenTo(at: Scene) {
  await somebodyAsked(at);
  await invites(at.line);
  return { token: outbox(at.line)[0]!.token };
}
