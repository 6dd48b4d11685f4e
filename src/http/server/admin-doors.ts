import { draftHours, hoursPage, saveHours } from "#src/http/admin/hours/hours.tsx";
import { reauthenticate } from "#src/http/session/confirm.tsx";
import { quietGate, staffGate } from "#src/http/session/gate.ts";
import { lazily } from "#src/lazy.ts";
import type { Handle } from "./context.ts";
import { type Door, door } from "./door.ts";

const { backupPage, backupStatePiece, beginDrill, makeCopy } = lazily(
  () => import("#src/http/admin/backup/backup.tsx"),
);
const { addMachine, removeThisMachine } = lazily(() => import("#src/http/admin/backup/second-machine.tsx"));
const { directoryPage, undoDirectory } = lazily(() => import("#src/http/admin/directory/directory.tsx"));
const { bulk } = lazily(() => import("#src/http/admin/directory/directory-bulk.tsx"));
const { directoryWeekPage } = lazily(() => import("#src/http/admin/directory/directory-week.tsx"));
const { organizationPage, saveOrganization, undoOrganizationChange } = lazily(
  () => import("#src/http/admin/directory/organization.tsx"),
);
const { addNewRegion, changeOneRegion, regionsPage } = lazily(() => import("#src/http/admin/directory/regions.tsx"));
const { addFromStarter, starterPage } = lazily(() => import("#src/http/admin/directory/starter.tsx"));
const { deletedPage, deleteEntry, restoreEntry } = lazily(() => import("#src/http/admin/entry/deleted.tsx"));
const { draftEntry, entryPage, previewEntry, saveEntry, undoEntry } = lazily(
  () => import("#src/http/admin/entry/entry.tsx"),
);
const { resolveEntryReport, takeLink, verifyEntry } = lazily(() => import("#src/http/admin/entry/entry-care.ts"));
const { askEntryLinks, askEveryLink } = lazily(() => import("#src/http/admin/entry/entry-links.ts"));
const { hoursFile } = lazily(() => import("#src/http/admin/hours/hours-file.ts"));
const { undoChange } = lazily(() => import("#src/http/admin/hours/hours-history.ts"));
const { changeThisLine, linePage, retireThisLine, undoLineChange } = lazily(
  () => import("#src/http/admin/hours/line.tsx"),
);
const { addNewLine, linesPage } = lazily(() => import("#src/http/admin/hours/lines.tsx"));
const { checkStep, openOrClose, openPage } = lazily(() => import("#src/http/admin/hours/open.tsx"));
const { exportFile, exportPage } = lazily(() => import("#src/http/admin/importing/export.tsx"));
const { importPage, sampleFile, takeImport } = lazily(() => import("#src/http/admin/importing/import.tsx"));
const { applyImport, compareImportAgain, forgetImport, importRunPage, leftOutFile, undoImport } = lazily(
  () => import("#src/http/admin/importing/import-run.tsx"),
);
const { mappingPage, saveMapping } = lazily(() => import("#src/http/admin/importing/mapping.tsx"));
const { sharingPage, switchPublishing } = lazily(() => import("#src/http/admin/importing/sharing.tsx"));
const { addSharing } = lazily(() => import("#src/http/admin/importing/sharing-add.ts"));
const { askSource, saveSource, sourcePage } = lazily(() => import("#src/http/admin/importing/source.tsx"));
const { decideItems, removeThisSource, undoTaken } = lazily(() => import("#src/http/admin/importing/source-items.ts"));
const { lookPage, previewLook, saveLook } = lazily(() => import("#src/http/admin/look/look.tsx"));
const { letGoOfMany, letGoPage } = lazily(() => import("#src/http/admin/mail/let-go.tsx"));
const { mailPage, mailStatePiece, namesOtherServer, removeMail, saveMail, testMail, undoMail } = lazily(
  () => import("#src/http/admin/mail/mail.tsx"),
);
const { changePractice, practiceAdmin, scenarioFile } = lazily(() => import("#src/http/admin/practice/practice.tsx"));
const { draftPage, writeDraft } = lazily(() => import("#src/http/admin/practice/write.tsx"));
const { auditPage, exportAudit, openAudit } = lazily(() => import("#src/http/admin/people/audit.tsx"));
const { inviteListPage, takeInviteList, undoInviteList } = lazily(
  () => import("#src/http/admin/people/invite-list.tsx"),
);
const { changeTeamKey, giveKey, keysPage, openTeamKey, proveIt, showNewSheet, useSheet } = lazily(
  () => import("#src/http/admin/people/keys.tsx"),
);
const {
  changeMember,
  closeMember,
  endColleagueSessions,
  linkForPassword,
  memberPage,
  nameMember,
  takeSecondOff,
  undoMemberChange,
} = lazily(() => import("#src/http/admin/people/member.tsx"));
const { inviteStaff, staffPage, withdrawLink } = lazily(() => import("#src/http/admin/people/staff.tsx"));
const { meanwhilePage, previewMeanwhile, saveMeanwhile } = lazily(() => import("#src/http/admin/rules/meanwhile.tsx"));
const { previewReasons, reasonsPage, saveReasons } = lazily(() => import("#src/http/admin/rules/reasons.tsx"));
const { discardRules, previewRules, rulesPage, saveRules } = lazily(() => import("#src/http/admin/rules/rules.tsx"));
const { publishPage, publishRulesDraft } = lazily(() => import("#src/http/admin/rules/rules-publish.tsx"));
const { rulesVersionPage } = lazily(() => import("#src/http/admin/rules/rules-version.tsx"));
const { assessmentPage, previewAssessment, saveAssessment } = lazily(
  () => import("#src/http/admin/subjects/assessment.tsx"),
);
const { tryAssessment } = lazily(() => import("#src/http/admin/subjects/assessment-try.tsx"));
const { onCallPage, saveHook, saveOnCall, testOnCall, undoOnCall } = lazily(
  () => import("#src/http/admin/subjects/on-call.tsx"),
);
const { movedSettings, settingsPage } = lazily(() => import("#src/http/admin/subjects/settings.tsx"));
const { undoSubject } = lazily(() => import("#src/http/admin/subjects/settings-history.ts"));
const { previewSubject, saveSubject, subjectPage } = lazily(() => import("#src/http/admin/subjects/subject.tsx"));
const { removeThisReply, repliesListPage, undoRepliesChange } = lazily(
  () => import("#src/http/admin/texts/replies.tsx"),
);
const { repliesFile, takeRepliesFile } = lazily(() => import("#src/http/admin/texts/replies-file.ts"));
const { previewReply, replyPage, saveReply } = lazily(() => import("#src/http/admin/texts/reply.tsx"));
const { previewTexts, saveTexts, textsPage } = lazily(() => import("#src/http/admin/texts/texts.tsx"));

const hours = staffGate("hours.set");
const settings = staffGate("settings.set");

/** A console found open must not be enough to change whether young people's addresses are kept. */
const graveOfAddress =
  (handle: Handle): Handle =>
  (c, helpline) =>
    (c.req.param("subject") === "address" ? reauthenticate(handle) : handle)(c, helpline);
/** Nor to change the mail server, which learns the addresses of those who asked for an email. */
const graveOfServer =
  (handle: Handle): Handle =>
  async (c, helpline) =>
    ((await namesOtherServer(c, helpline)) ? reauthenticate(handle) : handle)(c, helpline);
const directory = staffGate("directory.set");
const audit = staffGate("audit.see");
const colleague = staffGate("staff.change");
const sharing = staffGate("directory.share");
const replies = staffGate("replies.set");
const onCall = staffGate("on_call.set");
const keys = staffGate("keys.see");
const holder = staffGate("keys.hold");
const backup = staffGate("backup.make");

export const adminDoors: Door[] = [
  door("GET", "/admin/hours", "staff", hours, hoursPage),
  door("POST", "/admin/hours", "staff", hours, saveHours),
  door("POST", "/admin/hours/draft", "staff", hours, draftHours),
  door("POST", "/admin/hours/undo", "staff", hours, undoChange),
  door("GET", "/admin/hours/file", "staff", hours, hoursFile),
  door("GET", "/admin/lines", "staff", hours, linesPage),
  door("POST", "/admin/lines", "staff", hours, addNewLine),
  door("GET", "/admin/lines/:id", "staff", hours, linePage),
  door("POST", "/admin/lines/:id", "staff", hours, changeThisLine),
  door("POST", "/admin/lines/:id/retire", "staff", hours, retireThisLine),
  door("POST", "/admin/lines/:id/undo", "staff", hours, undoLineChange),

  door("GET", "/admin/backup", "staff", backup, backupPage),
  door("POST", "/admin/backup", "staff", backup, makeCopy),
  door("GET", "/admin/backup/state", "staff", backup, backupStatePiece),
  door("POST", "/admin/backup/drill", "staff", backup, beginDrill),
  door("POST", "/admin/backup/machines", "staff", backup, reauthenticate(addMachine)),
  door("POST", "/admin/backup/machines/:id/remove", "staff", backup, removeThisMachine),

  door("GET", "/admin/open", "staff", settings, openPage),
  door("POST", "/admin/open", "staff", settings, openOrClose),
  door("POST", "/admin/open/checked", "staff", settings, checkStep),
  door("GET", "/admin", "staff", settings, settingsPage),
  door("GET", "/admin/settings", "staff", settings, movedSettings),
  door("GET", "/admin/settings/callback/let-go", "staff", settings, letGoPage),
  door("POST", "/admin/settings/callback/let-go", "staff", settings, letGoOfMany),
  door("GET", "/admin/settings/:subject", "staff", settings, subjectPage),
  door("POST", "/admin/settings/:subject", "staff", settings, graveOfAddress(saveSubject)),
  door("GET", "/admin/settings/:subject/preview", "staff", settings, previewSubject),
  door("POST", "/admin/settings/:subject/preview", "staff", settings, previewSubject),
  door("POST", "/admin/settings/:subject/undo", "staff", settings, graveOfAddress(undoSubject)),
  door("GET", "/admin/mail", "staff", settings, mailPage),
  door("POST", "/admin/mail", "staff", settings, graveOfServer(saveMail)),
  door("GET", "/admin/mail/state", "staff", quietGate("settings.set"), mailStatePiece),
  door("POST", "/admin/mail/remove", "staff", settings, removeMail),
  door("POST", "/admin/mail/test", "staff", settings, testMail),
  door("GET", "/admin/audit", "staff", audit, auditPage),
  door("POST", "/admin/audit", "staff", audit, openAudit),
  door("POST", "/admin/audit/file", "staff", audit, exportAudit),
  door("POST", "/admin/mail/undo", "staff", settings, undoMail),
  door("GET", "/admin/look", "staff", settings, lookPage),
  door("POST", "/admin/look", "staff", settings, saveLook),
  door("GET", "/admin/look/preview", "staff", settings, previewLook),
  door("POST", "/admin/look/preview", "staff", settings, previewLook),
  door("GET", "/admin/rules", "staff", settings, rulesPage),
  door("POST", "/admin/rules", "staff", settings, saveRules),
  door("POST", "/admin/rules/discard", "staff", settings, discardRules),
  door("GET", "/admin/rules/preview", "staff", settings, previewRules),
  door("POST", "/admin/rules/preview", "staff", settings, previewRules),
  door("GET", "/admin/rules/publish", "staff", settings, publishPage),
  door("POST", "/admin/rules/publish", "staff", settings, publishRulesDraft),
  door("GET", "/admin/rules/:version", "staff", settings, rulesVersionPage),
  door("GET", "/admin/texts", "staff", settings, textsPage),
  door("POST", "/admin/texts", "staff", settings, saveTexts),
  door("GET", "/admin/texts/preview", "staff", settings, previewTexts),
  door("POST", "/admin/texts/preview", "staff", settings, previewTexts),

  door("GET", "/admin/directory", "staff", directory, directoryPage),
  door("POST", "/admin/directory/undo", "staff", directory, undoDirectory),
  door("POST", "/admin/directory/bulk", "staff", directory, bulk),
  door("GET", "/admin/directory/week", "staff", directory, directoryWeekPage),
  door("POST", "/admin/directory/links", "staff", directory, askEveryLink),
  door("GET", "/admin/directory/starter", "staff", directory, starterPage),
  door("POST", "/admin/directory/starter", "staff", directory, addFromStarter),
  door("GET", "/admin/directory/deleted", "staff", directory, deletedPage),
  door("GET", "/admin/directory/regions", "staff", directory, regionsPage),
  door("POST", "/admin/directory/regions", "staff", directory, addNewRegion),
  door("POST", "/admin/directory/regions/:id", "staff", directory, changeOneRegion),
  door("GET", "/admin/directory/organizations/:id", "staff", directory, organizationPage),
  door("POST", "/admin/directory/organizations/:id", "staff", directory, saveOrganization),
  door("POST", "/admin/directory/organizations/:id/undo", "staff", directory, undoOrganizationChange),
  door("GET", "/admin/directory/sharing", "staff", sharing, sharingPage),
  door("POST", "/admin/directory/sharing", "staff", sharing, switchPublishing),
  door("POST", "/admin/directory/sharing/add", "staff", sharing, addSharing),
  door("GET", "/admin/directory/sources/:id", "staff", sharing, sourcePage),
  door("POST", "/admin/directory/sources/:id", "staff", sharing, saveSource),
  door("POST", "/admin/directory/sources/:id/ask", "staff", sharing, askSource),
  door("POST", "/admin/directory/sources/:id/items", "staff", sharing, decideItems),
  door("POST", "/admin/directory/sources/:id/undo", "staff", sharing, undoTaken),
  door("POST", "/admin/directory/sources/:id/remove", "staff", sharing, removeThisSource),
  door("GET", "/admin/directory/import", "staff", sharing, importPage),
  door("POST", "/admin/directory/import", "staff", sharing, takeImport),
  door("GET", "/admin/directory/import/sample.csv", "staff", sharing, sampleFile),
  door("GET", "/admin/directory/import/:id", "staff", sharing, importRunPage),
  door("POST", "/admin/directory/import/:id/apply", "staff", sharing, applyImport),
  door("POST", "/admin/directory/import/:id/again", "staff", sharing, compareImportAgain),
  door("POST", "/admin/directory/import/:id/forget", "staff", sharing, forgetImport),
  door("POST", "/admin/directory/import/:id/undo", "staff", sharing, undoImport),
  door("GET", "/admin/directory/import/:id/left-out", "staff", sharing, leftOutFile),
  door("GET", "/admin/directory/import/:id/mapping", "staff", sharing, mappingPage),
  door("POST", "/admin/directory/import/:id/mapping", "staff", sharing, saveMapping),
  door("GET", "/admin/directory/export", "staff", sharing, exportPage),
  door("POST", "/admin/directory/export/file", "staff", sharing, reauthenticate(exportFile)),
  // Any other word here is the id of an entry, "new" for a new one, so these come last.
  door("GET", "/admin/directory/:id", "staff", directory, entryPage),
  door("POST", "/admin/directory/:id", "staff", directory, saveEntry),
  door("POST", "/admin/directory/:id/draft", "staff", directory, draftEntry),
  door("GET", "/admin/directory/:id/preview", "staff", directory, previewEntry),
  door("POST", "/admin/directory/:id/preview", "staff", directory, previewEntry),
  door("POST", "/admin/directory/:id/undo", "staff", directory, undoEntry),
  door("POST", "/admin/directory/:id/delete", "staff", directory, deleteEntry),
  door("POST", "/admin/directory/:id/restore", "staff", directory, restoreEntry),
  door("POST", "/admin/directory/:id/verify", "staff", directory, verifyEntry),
  door("POST", "/admin/directory/:id/resolve", "staff", directory, resolveEntryReport),
  door("POST", "/admin/directory/:id/links", "staff", directory, askEntryLinks),
  door("POST", "/admin/directory/:id/link", "staff", directory, takeLink),

  door("GET", "/admin/assessment", "staff", settings, assessmentPage),
  door("POST", "/admin/assessment", "staff", settings, saveAssessment),
  door("GET", "/admin/assessment/preview", "staff", settings, previewAssessment),
  door("POST", "/admin/assessment/preview", "staff", settings, previewAssessment),
  door("GET", "/admin/assessment/try", "staff", settings, tryAssessment),

  door("GET", "/admin/replies", "staff", replies, repliesListPage),
  door("POST", "/admin/replies/undo", "staff", replies, undoRepliesChange),
  door("GET", "/admin/replies/file", "staff", replies, repliesFile),
  door("POST", "/admin/replies/file", "staff", replies, takeRepliesFile),
  // Any other word here is the id of a reply, "new" for a new one, so these come last.
  door("GET", "/admin/replies/:id", "staff", replies, replyPage),
  door("POST", "/admin/replies/:id", "staff", replies, saveReply),
  door("GET", "/admin/replies/:id/preview", "staff", replies, previewReply),
  door("POST", "/admin/replies/:id/preview", "staff", replies, previewReply),
  door("POST", "/admin/replies/:id/remove", "staff", replies, removeThisReply),
  door("GET", "/admin/meanwhile", "staff", settings, meanwhilePage),
  door("POST", "/admin/meanwhile", "staff", settings, saveMeanwhile),
  door("GET", "/admin/meanwhile/preview", "staff", settings, previewMeanwhile),
  door("POST", "/admin/meanwhile/preview", "staff", settings, previewMeanwhile),
  door("GET", "/admin/reasons", "staff", settings, reasonsPage),
  door("POST", "/admin/reasons", "staff", settings, saveReasons),
  door("GET", "/admin/reasons/preview", "staff", settings, previewReasons),
  door("POST", "/admin/reasons/preview", "staff", settings, previewReasons),

  door("GET", "/admin/keys", "staff", keys, keysPage),
  door("POST", "/admin/keys/open", "staff", holder, openTeamKey),
  door("POST", "/admin/keys/give", "staff", holder, reauthenticate(giveKey)),
  door("POST", "/admin/keys/rotate", "staff", holder, reauthenticate(changeTeamKey)),
  door("POST", "/admin/keys/sheet", "staff", holder, reauthenticate(showNewSheet)),
  door("POST", "/admin/keys/prove", "staff", keys, proveIt),
  door("POST", "/admin/keys/use", "staff", holder, useSheet),
  door("GET", "/admin/on-call", "staff", onCall, onCallPage),
  door("POST", "/admin/on-call", "staff", onCall, saveOnCall),
  door("POST", "/admin/on-call/undo", "staff", onCall, undoOnCall),
  door("POST", "/admin/on-call/hook", "staff", staffGate("on_call.hook"), saveHook),
  door("POST", "/admin/on-call/test", "staff", onCall, testOnCall),

  door("GET", "/admin/staff", "staff", staffGate("staff.see"), staffPage),
  door("POST", "/admin/staff/invite", "staff", staffGate("staff.invite"), reauthenticate(inviteStaff)),
  door("POST", "/admin/staff/withdraw", "staff", staffGate("staff.invite"), withdrawLink),
  door("GET", "/admin/staff/list", "staff", staffGate("staff.invite"), inviteListPage),
  door("POST", "/admin/staff/list", "staff", staffGate("staff.invite"), reauthenticate(takeInviteList)),
  door("POST", "/admin/staff/list/undo", "staff", staffGate("staff.invite"), undoInviteList),
  door("GET", "/admin/staff/:id", "staff", colleague, memberPage),
  door("POST", "/admin/staff/:id", "staff", colleague, reauthenticate(changeMember)),
  door("POST", "/admin/staff/:id/names", "staff", colleague, reauthenticate(nameMember)),
  door("POST", "/admin/staff/:id/close", "staff", colleague, reauthenticate(closeMember)),
  door("POST", "/admin/staff/:id/undo", "staff", colleague, reauthenticate(undoMemberChange)),
  door("POST", "/admin/staff/:id/password", "staff", colleague, reauthenticate(linkForPassword)),
  door("POST", "/admin/staff/:id/sessions", "staff", colleague, reauthenticate(endColleagueSessions)),
  door("POST", "/admin/staff/:id/second-off", "staff", colleague, reauthenticate(takeSecondOff)),
  door("GET", "/admin/practice", "staff", staffGate("practice.set"), practiceAdmin),
  door("POST", "/admin/practice", "staff", staffGate("practice.set"), changePractice),
  door("GET", "/admin/practice/:name", "staff", staffGate("practice.set"), scenarioFile),
  door("GET", "/admin/practice/write/:id", "staff", staffGate("practice.set"), draftPage),
  door("POST", "/admin/practice/write/:id", "staff", staffGate("practice.set"), writeDraft),
];
