import {
  closeConversation,
  conversationPage,
  endConversation,
  keptDraft,
  saveChatDraft,
  write,
} from "#src/http/counsellor/chat/conversation.tsx";
import { findPlaces, noteHowFar, referralsPage, sendCards } from "#src/http/counsellor/chat/referrals.tsx";
import { repliesPage, takeReply } from "#src/http/counsellor/chat/replies.tsx";
import { available, consolePage, ready, takeNext, takePerson } from "#src/http/counsellor/console/console.tsx";
import {
  keepShift,
  readShift,
  sayOnShift,
  seeShift,
  shiftPage,
  takeShiftBack,
} from "#src/http/counsellor/line/shift.ts";
import { aside, asideUndo, askKindly, hold, offerLater, sayRisk, staysOn } from "#src/http/counsellor/safety/care.ts";
import {
  acceptOffer,
  declineOffer,
  handoverPage,
  keepUnoffered,
  offerConversation,
  withdrawOffer,
} from "#src/http/counsellor/team/handover.tsx";
import { askHelp, comeToHelp, takeHelpBack } from "#src/http/counsellor/team/help-wanted.ts";
import { newChats, newChatsPage } from "#src/http/counsellor/team/new-chats.tsx";
import { keepSideNote, notesPage, seeSideNotes, writeSideNote } from "#src/http/counsellor/team/notes.ts";
import {
  joinConversation,
  leaveConversation,
  readConversation,
  takeConversation,
} from "#src/http/counsellor/team/outside.ts";
import { youthSocket } from "#src/http/live/live.ts";
import { staffSocket } from "#src/http/live/live-staff.ts";
import { health } from "#src/http/public/health.ts";
import { helplineJson } from "#src/http/public/helpline.ts";
import { hoursIcs, hoursJson } from "#src/http/public/hours.ts";
import { file } from "#src/http/public/static.ts";
import { reauthenticate } from "#src/http/session/confirm.tsx";
import { staffGate } from "#src/http/session/gate.ts";
import { signIn, signInPage, signOut } from "#src/http/session/sign-in.tsx";
import { box } from "#src/http/youth/chat/box.tsx";
import { change, saveChange } from "#src/http/youth/chat/change.tsx";
import { check, endChat, feeling, send, typing } from "#src/http/youth/chat/chat.tsx";
import { goOn } from "#src/http/youth/chat/continue.tsx";
import { here, stillThere } from "#src/http/youth/chat/here.ts";
import { openLog } from "#src/http/youth/chat/log.tsx";
import { updates } from "#src/http/youth/chat/updates.tsx";
import { dangerGate, tapInDanger } from "#src/http/youth/danger/danger.ts";
import { sayWhere, where } from "#src/http/youth/danger/where.tsx";
import { begin, beginAnew, home } from "#src/http/youth/door/door.tsx";
import { how } from "#src/http/youth/door/how.tsx";
import { answerQuestions, which } from "#src/http/youth/door/which.tsx";
import { clear } from "#src/http/youth/end/clear.tsx";
import { helped, nextStep, thank, wipe } from "#src/http/youth/end/ended.tsx";
import { leaveAtOnce, leaveBeacon } from "#src/http/youth/end/leave.ts";
import { sayWrong } from "#src/http/youth/end/wrong.tsx";
import { frameGate, openGate, youthGate } from "#src/http/youth/gate.ts";
import { help } from "#src/http/youth/later/help.tsx";
import { later, leaveAddress } from "#src/http/youth/later/later.tsx";
import { continueLater, laterLink, stopLater } from "#src/http/youth/later/later-link.tsx";
import { lookChoice, pickLook } from "#src/http/youth/later/look.tsx";
import { lookFor, other } from "#src/http/youth/later/other.tsx";
import { onePlace } from "#src/http/youth/later/place.tsx";
import { lazily } from "#src/lazy.ts";
import { adminDoors } from "./admin-doors.ts";
import { anyone, type Door, door } from "./door.ts";

const { removeThisReply, repliesListPage, undoRepliesChange } = lazily(
  () => import("#src/http/admin/texts/replies.tsx"),
);
const { previewReply, replyPage, saveReply } = lazily(() => import("#src/http/admin/texts/reply.tsx"));
const { debriefChat, debriefsPage, putToldAway, screen, settle } = lazily(
  () => import("#src/http/counsellor/after/debriefs.tsx"),
);
const { earlierChats } = lazily(() => import("#src/http/counsellor/after/earlier.tsx"));
const { demoMails } = lazily(() => import("#src/http/session/demo-mails.tsx"));
const { findReasons } = lazily(() => import("#src/http/counsellor/after/reasons.tsx"));
const { keepRecord, recordChat, recordPage } = lazily(() => import("#src/http/counsellor/after/record.tsx"));
const { recordsPage } = lazily(() => import("#src/http/counsellor/after/records.tsx"));
const { keepTicks, ticksPage } = lazily(() => import("#src/http/counsellor/after/ticks.tsx"));
const { approachPage, suggestApproach } = lazily(() => import("#src/http/counsellor/chat/agreed-plan.tsx"));
const { keepGoal } = lazily(() => import("#src/http/counsellor/chat/goal.ts"));
const { reportPage, reportPlace } = lazily(() => import("#src/http/counsellor/chat/report.tsx"));
const { decisionPage, liftLine, overrideLine } = lazily(() => import("#src/http/counsellor/line/line.tsx"));
const { overviewPage } = lazily(() => import("#src/http/counsellor/line/overview.tsx"));
const { askToOpen, confirmOpening, showOnce } = lazily(() => import("#src/http/counsellor/safety/address.tsx"));
const { answerOne, concernPage, informOne, readOne, unheardOne } = lazily(
  () => import("#src/http/counsellor/safety/complaint.tsx"),
);
const { agreeToConcern, concernsPage, openOne, settleOne } = lazily(
  () => import("#src/http/counsellor/safety/complaints.tsx"),
);
const { acknowledge, calling, emergenciesPage, emergencyPage, keepEmergency, phoned } = lazily(
  () => import("#src/http/counsellor/safety/emergencies.tsx"),
);
const { askWhereNow, declare, emergencyTab } = lazily(() => import("#src/http/counsellor/safety/emergency.tsx"));
const { heardPage, sayOwn } = lazily(() => import("#src/http/counsellor/safety/heard.tsx"));
const { agreeToOne, holdOne, holdsPage, liftOne, openHeldOne } = lazily(
  () => import("#src/http/counsellor/safety/holds.tsx"),
);
const { closeOne, declareLeft, leftPage, readLeft } = lazily(
  () => import("#src/http/counsellor/safety/left-in-danger.tsx"),
);
const { readAlonePage, reviewOne } = lazily(() => import("#src/http/counsellor/safety/read-alone.tsx"));
const { learningPage, rateOwn } = lazily(() => import("#src/http/counsellor/learning/learning.tsx"));
const { changeLearner, learnerPage } = lazily(() => import("#src/http/counsellor/learning/person.tsx"));
const { guestLines, guestPage, playAsGuest } = lazily(() => import("#src/http/counsellor/practice/guest.tsx"));
const { beginPractice, practicesPage } = lazily(() => import("#src/http/counsellor/practice/practices.tsx"));
const { forgetOnePractice, practicePage, practise } = lazily(() => import("#src/http/counsellor/practice/room.tsx"));
const { scenarioPage } = lazily(() => import("#src/http/counsellor/practice/scenario.tsx"));
const { copiesList, copyFile, machineGate, proveCopies } = lazily(() => import("#src/http/public/copies.ts"));
const {
  hsdsOrganization,
  hsdsOrganizations,
  hsdsRoot,
  hsdsService,
  hsdsServices,
  hsdsTaxonomies,
  hsdsTaxonomy,
  hsdsTerm,
  hsdsTerms,
} = lazily(() => import("#src/http/public/hsds.ts"));
const { changeAddress, changeMe, changePassword, changePhone, changeSignals, mePage } = lazily(
  () => import("#src/http/session/me.tsx"),
);
const { addSecondKey, beginSecond, confirmSecond, endSecond, removeSecondKey, renewCodes, secondPage } = lazily(
  () => import("#src/http/session/second.tsx"),
);
const { signInCode } = lazily(() => import("#src/http/session/second-code.tsx"));
const { endOwnSessions } = lazily(() => import("#src/http/session/sessions.ts"));
const { becomeStaff, keepWelcomeDraft, welcome } = lazily(() => import("#src/http/session/welcome.tsx"));
const { back, backByCode } = lazily(() => import("#src/http/youth/back/back.tsx"));

const own = staffGate("own.see");
const console = staffGate("console.see");
const holding = staffGate("chat.hold");
const lifting = staffGate("chat.lift");
const opening = staffGate("chat.open");
const readings = staffGate("reading.see");
const record = staffGate("record.make");
const finding = staffGate("directory.search");
const ownReplies = staffGate("replies.own");
const openAddress = staffGate("address.open");
const talking = staffGate("shift.talk");
const practising = staffGate("practice.do");
const answering = staffGate("emergency.answer");
const left = staffGate("danger.see");
const concernReading = staffGate("concern.read");
const concernLeading = staffGate("concern.lead");
const newChatsGate = staffGate("new_chats.set");

/** Every door of the server: who may stand there, and what is behind it. */
export const doors: Door[] = [
  door("GET", "/", "youth", anyone, home),
  door("POST", "/start", "youth", anyone, begin),
  door("POST", "/start-new", "youth", anyone, beginAnew),
  door("POST", "/continue", "youth", openGate, goOn),
  // Without JavaScript its refusals are shown in the composer's frame.
  door("POST", "/send", "frame", youthGate, send),
  door("POST", "/check", "youth", youthGate, check),
  door("GET", "/change", "youth", youthGate, change),
  door("POST", "/change", "youth", youthGate, saveChange),
  door("GET", "/where", "youth", youthGate, where),
  door("POST", "/where", "youth", youthGate, sayWhere),
  door("POST", "/updates", "youth", youthGate, updates),
  door("POST", "/typing", "youth", youthGate, typing),
  door("POST", "/danger", "youth", dangerGate, tapInDanger),
  door("POST", "/feeling", "youth", youthGate, feeling),
  door("POST", "/helped", "youth", youthGate, helped),
  door("POST", "/next", "youth", youthGate, nextStep),
  door("POST", "/thanks", "youth", youthGate, thank),
  door("POST", "/end", "youth", openGate, endChat),
  door("POST", "/wipe", "youth", openGate, wipe),
  door("POST", "/clear", "youth", openGate, clear),
  door("GET", "/log", "frame", frameGate, openLog),
  door("GET", "/box", "frame", frameGate, box),
  door("POST", "/here", "youth", youthGate, stillThere),
  door("GET", "/here", "youth", frameGate, here),
  { method: "GET", path: "/live", audience: "youth", gate: youthGate, socket: youthSocket },
  door("GET", "/leave", "youth", anyone, leaveAtOnce),
  door("POST", "/leave", "youth", anyone, leaveBeacon),
  door("GET", "/how", "youth", anyone, how),
  door("GET", "/how-it-looks", "youth", anyone, lookChoice),
  door("POST", "/how-it-looks", "youth", anyone, pickLook),
  door("GET", "/help", "youth", anyone, help),
  door("POST", "/help", "youth", openGate, sayWrong),
  door("GET", "/which", "youth", anyone, which),
  door("POST", "/which", "youth", anyone, answerQuestions),
  door("GET", "/other", "youth", anyone, other),
  door("POST", "/other", "youth", anyone, lookFor),
  door("GET", "/other/:id", "youth", anyone, onePlace),
  door("GET", "/later", "youth", anyone, later),
  door("POST", "/later", "youth", anyone, leaveAddress),
  door("GET", "/later/:token", "youth", anyone, laterLink),
  door("POST", "/later/:token", "youth", anyone, continueLater),
  door("POST", "/later/:token/stop", "youth", anyone, stopLater),
  door("GET", "/back", "youth", anyone, back),
  door("POST", "/back", "youth", anyone, backByCode),

  door("GET", "/hours.json", "public", anyone, hoursJson),
  door("GET", "/hours.ics", "public", anyone, hoursIcs),
  door("GET", "/.well-known/helpline.json", "public", anyone, helplineJson),

  door("GET", "/hsds", "public", anyone, hsdsRoot),
  door("GET", "/hsds/", "public", anyone, hsdsRoot),
  door("GET", "/hsds/services", "public", anyone, hsdsServices),
  door("GET", "/hsds/services/:id", "public", anyone, hsdsService),
  door("GET", "/hsds/organizations", "public", anyone, hsdsOrganizations),
  door("GET", "/hsds/organizations/:id", "public", anyone, hsdsOrganization),
  door("GET", "/hsds/taxonomies", "public", anyone, hsdsTaxonomies),
  door("GET", "/hsds/taxonomies/:id", "public", anyone, hsdsTaxonomy),
  door("GET", "/hsds/taxonomy_terms", "public", anyone, hsdsTerms),
  door("GET", "/hsds/taxonomy_terms/:id", "public", anyone, hsdsTerm),

  door("GET", "/healthz", "plain", anyone, health),
  door("GET", "/copies", "plain", machineGate, copiesList),
  door("POST", "/copies/proof", "plain", machineGate, proveCopies),
  door("GET", "/copies/:file", "plain", machineGate, copyFile),
  door("GET", "/static/:file", "plain", anyone, file),

  door("GET", "/staff/demo/mails", "staff", anyone, demoMails),
  door("GET", "/staff/sign-in", "staff", anyone, signInPage),
  door("POST", "/staff/sign-in", "staff", anyone, signIn),
  door("POST", "/staff/sign-in/code", "staff", anyone, signInCode),
  door("POST", "/staff/sign-out", "staff", own, signOut),
  door("GET", "/staff/welcome/:token", "staff", anyone, welcome),
  door("POST", "/staff/welcome/:token", "staff", anyone, becomeStaff),
  door("POST", "/staff/welcome/:token/draft", "staff", anyone, keepWelcomeDraft),
  door("GET", "/staff/me", "staff", own, mePage),
  door("POST", "/staff/me", "staff", own, changeMe),
  door("POST", "/staff/me/address", "staff", own, changeAddress),
  door("POST", "/staff/me/signals", "staff", own, changeSignals),
  door("POST", "/staff/me/phone", "staff", staffGate("phone.give"), changePhone),
  door("POST", "/staff/me/password", "staff", own, changePassword),
  door("POST", "/staff/me/sessions", "staff", own, endOwnSessions),
  door("GET", "/staff/me/second", "staff", own, secondPage),
  door("POST", "/staff/me/second/app", "staff", own, reauthenticate(beginSecond)),
  door("POST", "/staff/me/second/confirm", "staff", own, confirmSecond),
  door("POST", "/staff/me/second/key", "staff", own, reauthenticate(addSecondKey)),
  door("POST", "/staff/me/second/key-off", "staff", own, reauthenticate(removeSecondKey)),
  door("POST", "/staff/me/second/codes", "staff", own, reauthenticate(renewCodes)),
  door("POST", "/staff/me/second/off", "staff", own, reauthenticate(endSecond)),

  door("GET", "/staff", "staff", own, consolePage),
  door("POST", "/staff/available", "staff", staffGate("availability.change"), available),
  door("POST", "/staff/ready", "staff", staffGate("availability.change"), ready),
  door("POST", "/staff/claim", "staff", console, takeNext),
  door("POST", "/staff/conversation/:id/claim", "staff", console, takePerson),
  door("GET", "/staff/conversation/:id", "staff", console, conversationPage),
  door("POST", "/staff/conversation/:id/send", "staff", console, write),
  door("GET", "/staff/conversation/:id/draft", "staff", console, keptDraft),
  door("POST", "/staff/conversation/:id/draft", "staff", console, saveChatDraft),
  door("POST", "/staff/conversation/:id/end", "staff", console, endConversation),
  door("POST", "/staff/conversation/:id/risk", "staff", console, sayRisk),
  door("POST", "/staff/conversation/:id/hold", "staff", console, hold),
  door("POST", "/staff/conversation/:id/stay", "staff", console, staysOn),
  door("POST", "/staff/conversation/:id/ask-kindly", "staff", console, askKindly),
  door("POST", "/staff/conversation/:id/later", "staff", console, offerLater),
  door("POST", "/staff/conversation/:id/aside", "staff", console, aside),
  door("POST", "/staff/conversation/:id/aside-undo", "staff", console, asideUndo),
  door("POST", "/staff/conversation/:id/close", "staff", console, closeConversation),
  door("POST", "/staff/conversation/:id/join", "staff", console, joinConversation),
  door("POST", "/staff/conversation/:id/read-along", "staff", console, readConversation),
  door("POST", "/staff/conversation/:id/leave", "staff", console, leaveConversation),
  door("POST", "/staff/conversation/:id/take-over", "staff", console, takeConversation),
  door("GET", "/staff/conversation/:id/approach", "staff", console, approachPage),
  door("POST", "/staff/conversation/:id/approach", "staff", console, suggestApproach),
  door("GET", "/staff/conversation/:id/reasons", "staff", console, ticksPage),
  door("POST", "/staff/conversation/:id/reasons", "staff", console, keepTicks),
  door("POST", "/staff/conversation/:id/goal", "staff", console, keepGoal),
  door("POST", "/staff/conversation/:id/earlier", "staff", console, earlierChats),
  door("POST", "/staff/conversation/:id/help", "staff", console, askHelp),
  door("POST", "/staff/conversation/:id/help/back", "staff", console, takeHelpBack),
  door("POST", "/staff/conversation/:id/help/answer", "staff", console, comeToHelp),
  door("GET", "/staff/conversation/:id/notes", "staff", console, notesPage),
  door("POST", "/staff/conversation/:id/notes", "staff", console, writeSideNote),
  door("POST", "/staff/conversation/:id/notes/draft", "staff", console, keepSideNote),
  door("POST", "/staff/conversation/:id/notes/seen", "staff", console, seeSideNotes),
  door("GET", "/staff/conversation/:id/handover", "staff", console, handoverPage),
  door("POST", "/staff/conversation/:id/handover", "staff", console, offerConversation),
  door("POST", "/staff/conversation/:id/handover/draft", "staff", console, keepUnoffered),
  door("POST", "/staff/conversation/:id/handover/withdraw", "staff", console, withdrawOffer),
  door("POST", "/staff/conversation/:id/handover/accept", "staff", console, acceptOffer),
  door("POST", "/staff/conversation/:id/handover/decline", "staff", console, declineOffer),
  door("GET", "/staff/conversation/:id/referrals", "staff", finding, referralsPage),
  door("POST", "/staff/conversation/:id/referrals", "staff", finding, findPlaces),
  door("POST", "/staff/conversation/:id/referrals/send", "staff", finding, sendCards),
  door("POST", "/staff/conversation/:id/referrals/note", "staff", finding, noteHowFar),
  door("GET", "/staff/conversation/:id/referrals/report", "staff", finding, reportPage),
  door("POST", "/staff/conversation/:id/referrals/report", "staff", finding, reportPlace),
  door("GET", "/staff/conversation/:id/emergency", "staff", console, emergencyTab),
  door("POST", "/staff/conversation/:id/emergency", "staff", console, declare),
  door("POST", "/staff/conversation/:id/where", "staff", console, askWhereNow),
  door("GET", "/staff/emergencies", "staff", record, emergenciesPage),
  door("GET", "/staff/emergencies/:id", "staff", record, emergencyPage),
  door("POST", "/staff/emergencies/:id", "staff", record, keepEmergency),
  door("POST", "/staff/emergencies/:id/acknowledge", "staff", answering, acknowledge),
  door("POST", "/staff/emergencies/:id/calling", "staff", own, calling),
  door("POST", "/staff/emergencies/:id/phoned", "staff", answering, phoned),
  door("POST", "/staff/emergencies/:id/address", "staff", openAddress, reauthenticate(askToOpen)),
  door("POST", "/staff/emergencies/:id/address/confirm", "staff", openAddress, reauthenticate(confirmOpening)),
  door("POST", "/staff/emergencies/:id/address/show", "staff", openAddress, reauthenticate(showOnce)),
  door("POST", "/staff/conversation/:id/debrief", "staff", console, debriefChat),
  door("GET", "/staff/debriefs", "staff", staffGate("debrief.see"), debriefsPage),
  door("POST", "/staff/debriefs/:id", "staff", staffGate("debrief.see"), settle),
  door("POST", "/staff/debriefs/thanks/:id", "staff", staffGate("thanks.screen"), screen),
  door("POST", "/staff/told", "staff", console, putToldAway),
  door("GET", "/staff/concerns", "staff", staffGate("concern.see"), concernsPage),
  door("GET", "/staff/concerns/:id", "staff", concernReading, concernPage),
  door("POST", "/staff/concerns/:id", "staff", concernReading, settleOne),
  door("POST", "/staff/concerns/:id/read", "staff", concernLeading, readOne),
  door("POST", "/staff/concerns/:id/open", "staff", concernReading, openOne),
  door("POST", "/staff/concerns/:id/agree", "staff", concernReading, agreeToConcern),
  door("POST", "/staff/concerns/:id/inform", "staff", concernReading, informOne),
  door("POST", "/staff/concerns/:id/unheard", "staff", concernReading, unheardOne),
  door("POST", "/staff/concerns/:id/answer", "staff", concernReading, answerOne),
  door("GET", "/staff/new-chats", "staff", newChatsGate, newChatsPage),
  door("POST", "/staff/new-chats", "staff", newChatsGate, newChats),
  door("GET", "/staff/heard", "staff", own, heardPage),
  door("POST", "/staff/heard/:id", "staff", own, sayOwn),
  door("GET", "/staff/holds", "staff", holding, holdsPage),
  door("POST", "/staff/holds/:id", "staff", holding, holdOne),
  door("POST", "/staff/holds/:id/lift", "staff", lifting, liftOne),
  door("POST", "/staff/holds/:id/open", "staff", opening, openHeldOne),
  door("POST", "/staff/holds/:id/agree", "staff", opening, agreeToOne),
  door("GET", "/staff/read-alone", "staff", readings, readAlonePage),
  door("POST", "/staff/read-alone/:id", "staff", readings, reviewOne),
  door("GET", "/staff/danger/:id", "staff", left, leftPage),
  door("POST", "/staff/danger/:id/open", "staff", left, readLeft),
  door("POST", "/staff/danger/:id/emergency", "staff", left, declareLeft),
  door("POST", "/staff/danger/:id/close", "staff", left, closeOne),
  door("GET", "/staff/overview", "staff", staffGate("shift.see"), overviewPage),
  door("GET", "/staff/conversation/:id/replies", "staff", console, repliesPage),
  door("POST", "/staff/conversation/:id/replies", "staff", console, takeReply),
  door("GET", "/staff/replies", "staff", ownReplies, repliesListPage),
  door("POST", "/staff/replies/undo", "staff", ownReplies, undoRepliesChange),
  door("GET", "/staff/replies/:id", "staff", ownReplies, replyPage),
  door("POST", "/staff/replies/:id", "staff", ownReplies, saveReply),
  door("GET", "/staff/replies/:id/preview", "staff", ownReplies, previewReply),
  door("POST", "/staff/replies/:id/preview", "staff", ownReplies, previewReply),
  door("POST", "/staff/replies/:id/remove", "staff", ownReplies, removeThisReply),
  door("POST", "/staff/conversation/:id/record", "staff", console, recordChat),
  door("GET", "/staff/records", "staff", record, recordsPage),
  // The id is "new" for a contact by another way, recorded by hand.
  door("GET", "/staff/records/:id", "staff", record, recordPage),
  door("POST", "/staff/records/:id", "staff", record, keepRecord),
  door("POST", "/staff/reasons", "staff", record, findReasons),
  door("GET", "/staff/learning", "staff", practising, learningPage),
  door("POST", "/staff/learning", "staff", staffGate("learning.see"), rateOwn),
  door("GET", "/staff/learning/:id", "staff", staffGate("learning.clear"), learnerPage),
  door("POST", "/staff/learning/:id", "staff", staffGate("learning.clear"), changeLearner),
  door("GET", "/staff/practice", "staff", practising, practicesPage),
  door("POST", "/staff/practice", "staff", practising, beginPractice),
  door("GET", "/staff/practice/scenario/:name", "staff", practising, scenarioPage),
  door("GET", "/staff/practice/:id", "staff", practising, practicePage),
  door("POST", "/staff/practice/:id", "staff", practising, practise),
  door("POST", "/staff/practice/:id/forget", "staff", practising, forgetOnePractice),
  // A colleague who plays a young person; what the address holds is all it takes.
  door("GET", "/staff/with/:token", "staff", anyone, guestPage),
  door("POST", "/staff/with/:token", "staff", anyone, playAsGuest),
  door("GET", "/staff/with/:token/lines", "staff", anyone, guestLines),
  door("GET", "/staff/shift", "staff", talking, shiftPage),
  door("POST", "/staff/shift", "staff", talking, sayOnShift),
  door("POST", "/staff/shift/draft", "staff", talking, keepShift),
  door("POST", "/staff/shift/seen", "staff", talking, seeShift),
  door("POST", "/staff/shift/:id/read", "staff", talking, readShift),
  door("POST", "/staff/shift/:id/back", "staff", staffGate("shift.tell_all"), takeShiftBack),
  door("GET", "/staff/line/:id", "staff", staffGate("line.override"), decisionPage),
  door("POST", "/staff/line/:id/override", "staff", staffGate("line.override"), overrideLine),
  door("POST", "/staff/line/:id/lift", "staff", staffGate("line.override"), liftLine),
  { method: "GET", path: "/staff/live", audience: "staff", gate: own, socket: staffSocket },

  ...adminDoors,
];
