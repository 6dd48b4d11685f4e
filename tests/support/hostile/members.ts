import { givenLinks } from "#src/staff/given-links.ts";
import { invite } from "#src/staff/invitation.ts";
import { account, setMember } from "#src/staff/member.ts";
import { password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Fields, type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of people and their accounts. Written from the design, not from the code.

const anything = () => true;
const languages = ["en", "fr", "nl"];
/** A name as a person writes one: nothing that cannot be seen, and not longer than a line. */
const isName = (name = "") => {
  const trimmed = name.trim();
  return (
    trimmed.length >= 1 &&
    trimmed.length <= 200 &&
    /[\p{L}\p{N}]/u.test(trimmed) &&
    !/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/u.test(trimmed)
  );
};
/** Long enough, and more than the same few characters again and again. */
const isPassword = (chosen = "") =>
  chosen.length >= 15 && chosen.length <= 1000 && new Set(chosen).size >= 5 && !/^(.+)\1+$/s.test(chosen);
const areLanguages = (chosen = "") => ["", ...languages].includes(chosen);

const invited = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));

/** What a link given out is called in its table. */
async function linkId(): Promise<string> {
  const at = await scene();
  await invited(at);
  return String(givenLinks(at.line.helpline.db, at.line.helpline.clock.now())[0]!.id);
}

const changed = ({ line }: Scene) => {
  const { id } = line.anna;
  const { values } = account(line.helpline.db, id)!;
  return act(line, line.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: id, values: { ...values, languages: ["fr"] } }),
  );
};

/** What the change that `changed` makes is called in the audit trail. */
async function changeOfAnna(): Promise<string> {
  const at = await scene();
  await noorComes(at, "waiting");
  return String(await changed(at));
}

const form = (path: string, who: HostileForm["who"], more: Partial<HostileForm>): HostileForm => ({
  path,
  who,
  stage: "waiting",
  honest: () => ({}),
  right: anything,
  changes: [],
  ...more,
});

/** Of Anna, whose account is the first one; there is no ninety-ninth. */
const ofAnna = { id: "1", stranger: "99" };

const newcomer = (): Fields => ({
  name: "lena",
  real_name: "Lena Maes",
  alias: "Fox",
  language: "nl",
  languages: "fr",
  password: "four words of mine",
});

export async function memberForms(): Promise<HostileForm[]> {
  const [link, change] = [await linkId(), await changeOfAnna()];
  return [
    form("/staff/welcome/:token", "nobody", {
      stage: "talking",
      honest: newcomer,
      right: ({ name, real_name, alias, language = "", languages: chosen, password }) =>
        [name, real_name, alias].every(isName) &&
        alias !== real_name &&
        alias !== name &&
        languages.includes(language) &&
        areLanguages(chosen) &&
        isPassword(password),
      changes: ["staff", "staff_role", "staff_session", "staff_device", "invitation"],
      keeps: ["invitation"],
      once: true,
    }),
    form("/staff/welcome/:token/draft", "nobody", { honest: newcomer, changes: ["invitation"] }),
    form("/staff/me", "anna", {
      honest: () => ({ based_on: "0", warned: "", alias: "Fox", language: "nl", languages: "fr" }),
      right: ({ based_on, alias, language = "", languages: chosen }) =>
        based_on === "0" && isName(alias) && languages.includes(language) && areLanguages(chosen),
      changes: ["staff"],
      once: true,
    }),
    form("/staff/me/address", "anna", {
      honest: () => ({ address: "anna@example.org" }),
      right: ({ address = "" }) => address.trim() === "" || /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(address.trim()),
      changes: ["staff_address"],
    }),
    form("/staff/me/password", "anna", {
      honest: () => ({ old_password: password, password: "five words of mine now" }),
      right: (fields) => fields.old_password === password && isPassword(fields.password),
      changes: ["staff"],
    }),
    // Nobody is between the two pages of signing in, and no app is being set up: whatever comes leads back.
    form("/staff/sign-in/code", "nobody", { honest: () => ({ halfway: "x", code: "123456" }) }),
    form("/staff/me/sessions", "anna", { honest: () => ({ session: "others" }) }),
    form("/staff/me/second/app", "anna", { changes: ["staff_totp"] }),
    form("/staff/me/second/confirm", "anna", { honest: () => ({ code: "123456" }) }),
    form("/staff/me/second/key", "anna", { honest: () => ({ new_key: "{}" }), right: () => false, never: true }),
    form("/staff/me/second/key-off", "anna", { honest: () => ({ id: "1" }) }),
    form("/staff/me/second/codes", "anna", {}),
    form("/staff/me/second/off", "anna", {}),
    form("/admin/staff/withdraw", "aino", {
      honest: () => ({ link }),
      right: (fields) => fields.link === link,
      changes: ["invitation"],
      arrange: invited,
    }),
    form("/admin/staff/:id", "aino", {
      ...ofAnna,
      honest: () => ({ based_on: "0", roles: "supervisor", languages: "fr" }),
      right: ({ based_on, roles = "", languages: chosen }) =>
        based_on === "0" && ["counsellor", "supervisor", "admin"].includes(roles) && areLanguages(chosen),
      changes: ["staff", "staff_role"],
      once: true,
    }),
    form("/admin/staff/:id/names", "aino", {
      ...ofAnna,
      honest: () => ({ real_name: "Anna Peters", name: "anna.p" }),
      right: ({ real_name, name }) => isName(real_name) && isName(name),
      changes: ["staff"],
    }),
    form("/admin/staff/:id/close", "aino", {
      ...ofAnna,
      honest: () => ({ based_on: "0", closed: "yes" }),
      right: ({ based_on, closed = "" }) => based_on === "0" && ["yes", "no"].includes(closed),
      changes: ["staff", "staff_session", "presence_log", "line_state_log"],
    }),
    form("/admin/staff/:id/undo", "aino", {
      ...ofAnna,
      honest: () => ({ change, based_on: change }),
      right: (fields) => fields.change === change && fields.based_on === change,
      changes: ["staff"],
      arrange: changed,
    }),
    form("/admin/staff/:id/password", "aino", { ...ofAnna, changes: ["invitation"] }),
    form("/admin/staff/:id/sessions", "aino", { ...ofAnna, changes: ["staff_session"] }),
    form("/admin/staff/:id/second-off", "aino", { ...ofAnna }),
  ];
}
