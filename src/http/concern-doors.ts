import { answerOne, concernPage, informOne, readOne, unheardOne } from "./counsellor/concern.tsx";
import { agreeToConcern, concernsPage, openOne, settleOne } from "./counsellor/concerns.tsx";
import { heardPage, sayOwn } from "./counsellor/heard.tsx";
import { newChats, newChatsPage } from "./counsellor/new-chats.tsx";
import { type Door, door } from "./door.ts";
import { staffGate } from "./session/gate.ts";

const own = staffGate("own.see");
const reading = staffGate("concern.read");
const leading = staffGate("concern.lead");
const newChatsGate = staffGate("new_chats.set");

/** The doors of what young people say was wrong with a chat, and of what is done about it. */
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
