import { ownReply, replyRemoved } from "../arrange/admin.ts";
import type { FormRow } from "../form.ts";
import { anything, just, line, type Rule, words } from "./rules.ts";

// The forms of ready replies: one’s own, and shared ones.

const replyTables = ["reply", "audit", "reply_change"];

const anna = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "anna", stage: "talking", changes: [] },
  ...more,
});
const aino = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "aino", stage: "waiting", changes: [] },
  ...more,
});
const preview = (path: string, page: string, more: Partial<FormRow> = {}) =>
  aino(path, { page, rules: { "*": anything }, ...more });

/** Only known placeholders may stand in braces. */
const replyText: Rule = {
  most: 2_000,
  right: (typed) => words(2_000).right(typed) && !/\{[^{}\n]{0,40}\}/.test(typed),
};

const reply: Partial<FormRow> = {
  id: "new",
  fill: { name: "Tea", topic: "Feelings", text: "I drink tea." },
  rules: { name: line(60), topic: line(40, 0), text: replyText },
  loose: ["preview_scheme", "do"],
};

export const replyForms: FormRow[] = [
  anna("/staff/replies/undo", {
    stage: "waiting",
    arrange: ownReply,
    page: "/staff/replies",
    loose: ["language"],
    changes: replyTables,
  }),
  anna("/staff/replies/:id", { stage: "waiting", page: "/staff/replies/new", ...reply, changes: replyTables }),
  anna("/staff/replies/:id/preview", {
    stage: "waiting",
    page: "/staff/replies/new",
    ...reply,
    rules: { "*": anything },
  }),
  anna("/staff/replies/:id/remove", {
    stage: "waiting",
    arrange: ownReply,
    page: "/staff/replies",
    loose: ["language"],
    changes: replyTables,
  }),
  aino("/admin/replies/undo", {
    arrange: replyRemoved,
    page: "/admin/replies",
    loose: ["language"],
    changes: replyTables,
  }),
  aino("/admin/replies/:id", { page: "/admin/replies/new", ...reply, changes: replyTables }),
  preview("/admin/replies/:id/preview", "/admin/replies/new", { id: "new" }),
  aino("/admin/replies/:id/remove", {
    id: "greeting.en",
    page: "/admin/replies",
    loose: ["language"],
    changes: replyTables,
  }),
  // Faults in a file are left out, as announced: what is left is taken, even if nothing is.
  aino("/admin/replies/file", {
    says: { do: "take", pending: "name,text\nTea,I drink tea.", based_on: "0" },
    rules: { do: just("take"), pending: anything, based_on: just("0") },
    changes: replyTables,
  }),
];
