import { answerOne, concernPage, informOne, readOne, unheardOne } from "#src/http/counsellor/safety/complaint.tsx";
import { agreeToConcern, concernsPage, openOne, settleOne } from "#src/http/counsellor/safety/complaints.tsx";
import { heardPage, sayOwn } from "#src/http/counsellor/safety/heard.tsx";
import { newChats, newChatsPage } from "#src/http/counsellor/team/new-chats.tsx";
import { staffGate } from "#src/http/session/gate.ts";
import { type Door, door } from "./door.ts";

const own = staffGate("own.see");
const reading = staffGate("concern.read");
const leading = staffGate("concern.lead");
const newChatsGate = staffGate("new_chats.set");

export const concernDoors: Door[] = [
  door("GET", "/staff/concerns", "staff", staffGate("concern.see"), concernsPage),
  door("GET", "/staff/concerns/:id", "staff", reading, concernPage),
  door("POST", "/staff/concerns/:id", "staff", reading, settleOne),
  door("POST", "/staff/concerns/:id/read", "staff", leading, readOne),
  door("POST", "/staff/concerns/:id/open", "staff", reading, openOne),
  door("POST", "/staff/concerns/:id/agree", "staff", reading, agreeToConcern),
  door("POST", "/staff/concerns/:id/inform", "staff", reading, informOne),
  door("POST", "/staff/concerns/:id/unheard", "staff", reading, unheardOne),
  door("POST", "/staff/concerns/:id/answer", "staff", reading, answerOne),
  door("GET", "/staff/new-chats", "staff", newChatsGate, newChatsPage),
  door("POST", "/staff/new-chats", "staff", newChatsGate, newChats),
  door("GET", "/staff/heard", "staff", own, heardPage),
  door("POST", "/staff/heard/:id", "staff", own, sayOwn),
];
