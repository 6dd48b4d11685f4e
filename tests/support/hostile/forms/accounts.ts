import { password } from "#tests/support/house/helpline.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { annaChanged, invited } from "../arrange/admin.ts";
import { mails } from "../arrange/care.ts";
import { heldKey, opened, withCarl, withGoodSheet, withSheet } from "../arrange/keys.ts";
import type { FormRow } from "../form.ts";
import { chosenPassword, line, mailbox, ofPerson, type Rule, telephone } from "./rules.ts";

/** A list of one name and one role, like the honest one. */
const list: Rule = { right: (value) => value.startsWith("name,roles") && clean(value).length < 100 };

const anna = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "anna", stage: "talking", changes: [] },
  ...more,
});
const aino = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "aino", stage: "waiting", changes: [] },
  ...more,
});
const bela = (path: string, more: Partial<FormRow> = {}) => aino(path, { who: "bela", ...more });

export const accountForms: FormRow[] = [
  anna("/staff/sign-in", {
    who: "nobody",
    page: "/staff/sign-in",
    fill: { name: "anna", password },
    exact: ["name", "password"],
    // Longer than any name, it does not come back whole.
    unkept: ["name"],
    changes: ["staff_session", "staff_device"],
    repeats: ["staff_session", "staff_device"],
  }),
  // No one is between the two pages of signing in, and no app is being set up: everything leads back.
  anna("/staff/sign-in/code", { who: "nobody", stage: "waiting", says: { halfway: "x", code: "123456" } }),
  // People in a chat are asked first; Anna is in none.
  anna("/staff/sign-out", { stage: "waiting", page: "/staff", changes: ["staff_session", "presence_log"] }),
  anna("/staff/welcome/:token", {
    who: "nobody",
    arrange: invited,
    page: "/staff/welcome/:token",
    fill: { name: "lena", real_name: "Lena Maes", alias: "Fox", password: "four words of mine" },
    press: ["", ""],
    rules: { name: ofPerson, real_name: ofPerson, alias: ofPerson, password: chosenPassword },
    loose: ["warned"],
    shown: ["aino /admin/staff"],
    unshown: ["name"],
    changes: ["staff", "staff_role", "staff_session", "staff_device", "invitation"],
    keeps: ["invitation"],
    once: true,
  }),
  anna("/staff/welcome/:token/draft", {
    again: 20,
    who: "nobody",
    stage: "waiting",
    arrange: invited,
    says: {
      name: "lena",
      real_name: "Lena Maes",
      alias: "Fox",
      language: "nl",
      languages: "fr",
      password: "four words",
    },
    changes: ["invitation"],
  }),
  anna("/staff/me", {
    stage: "waiting",
    page: "/staff/me",
    fill: { alias: "Fox", language: "nl" },
    rules: { alias: ofPerson },
    loose: ["warned"],
    changes: ["staff"],
    once: true,
  }),
  anna("/staff/me/address", {
    again: 20,
    stage: "waiting",
    page: "/staff/me",
    fill: { address: "anna@example.org" },
    rules: { address: mailbox(true) },
    changes: ["staff_address"],
  }),
  anna("/staff/me/signals", {
    again: 20,
    stage: "waiting",
    page: "/staff/me",
    press: ["do", "save"],
    fill: { young: "yes" },
    loose: ["young", "colleagues", "notices"],
    changes: ["staff_signals"],
  }),
  bela("/staff/me/phone", {
    again: 20,
    stage: "waiting",
    page: "/staff/me",
    press: ["do", "save"],
    fill: { phone: "+32 470 00 00 00" },
    rules: { phone: telephone },
    unshown: ["phone"],
    changes: ["staff_phone"],
  }),
  anna("/staff/me/password", {
    stage: "waiting",
    page: "/staff/me",
    fill: { old_password: password, password: "five words of mine now" },
    exact: ["old_password"],
    rules: { password: chosenPassword },
    changes: ["staff"],
  }),
  anna("/staff/me/sessions", { stage: "waiting", says: { session: "others" } }),
  anna("/staff/me/second/app", { stage: "waiting", page: "/staff/me/second", changes: ["staff_totp"] }),
  anna("/staff/me/second/confirm", { stage: "waiting", says: { code: "123456" } }),
  anna("/staff/me/second/key", { stage: "waiting", page: "/staff/me/second", never: true }),
  anna("/staff/me/second/key-off", { stage: "waiting", says: { id: "1" } }),
  anna("/staff/me/second/codes", { stage: "waiting" }),
  anna("/staff/me/second/off", { stage: "waiting" }),
  // Their changes lie in keys.db.
  bela("/admin/keys/open", {
    arrange: heldKey,
    page: "/admin/keys",
    fill: { password },
    exact: ["password"],
    loose: ["back"],
  }),
  bela("/admin/keys/give", { arrange: withCarl, page: "/admin/keys" }),
  bela("/admin/keys/sheet", { arrange: opened, page: "/admin/keys" }),
  bela("/admin/keys/rotate", { arrange: opened, page: "/admin/keys" }),
  bela("/admin/keys/prove", { arrange: withSheet, page: "/admin/keys", exact: ["word-0", "word-1"] }),
  aino("/admin/backup/drill", { arrange: withGoodSheet, page: "/admin/backup", exact: ["word-0", "word-1"] }),
  bela("/admin/keys/use", { arrange: withGoodSheet, page: "/admin/keys", exact: ["secret"] }),
  aino("/admin/staff/invite", {
    again: 20,
    stage: "talking",
    arrange: mails,
    page: "/admin/staff",
    fill: { for_whom: "Lena", address: "lena@example.org" },
    rules: { for_whom: line(80, 0), address: mailbox(true) },
    changes: ["invitation", "mail", "sqlite_sequence"],
    repeats: ["invitation", "mail", "sqlite_sequence"],
  }),
  aino("/admin/staff/withdraw", { arrange: invited, page: "/admin/staff", changes: ["invitation"] }),
  aino("/admin/staff/list", {
    page: "/admin/staff/list",
    press: ["", ""],
    fill: { list: "name,roles\nLena Maes,counsellor" },
    says: { do: "make" },
    rules: { list },
    changes: ["invitation"],
    repeats: ["invitation"],
  }),
  // Anna's own link is used, and stays so.
  aino("/admin/staff/list/undo", {
    says: { link: "1" },
    rules: { link: { right: (value) => value === "1" } },
    once: true,
  }),
  aino("/admin/staff/:id", {
    id: "1",
    stranger: "99",
    page: "/admin/staff/1",
    fill: { roles: "supervisor" },
    changes: ["staff", "staff_role"],
    once: true,
  }),
  aino("/admin/staff/:id/names", {
    again: 20,
    id: "1",
    stranger: "99",
    page: "/admin/staff/1",
    fill: { real_name: "Anna Peters", name: "anna.p" },
    rules: { real_name: ofPerson, name: ofPerson },
    changes: ["staff"],
  }),
  aino("/admin/staff/:id/close", {
    id: "1",
    stranger: "99",
    page: "/admin/staff/1",
    changes: ["staff", "staff_session", "presence_log", "line_state_log"],
  }),
  aino("/admin/staff/:id/undo", { arrange: annaChanged, stranger: "99", page: "/admin/staff/1", changes: ["staff"] }),
  aino("/admin/staff/:id/password", {
    id: "1",
    stranger: "99",
    page: "/admin/staff/1",
    changes: ["invitation"],
    repeats: ["invitation"],
  }),
  aino("/admin/staff/:id/sessions", { id: "1", stranger: "99", page: "/admin/staff/1", changes: ["staff_session"] }),
  aino("/admin/staff/:id/second-off", { id: "1", stranger: "99" }),
];
