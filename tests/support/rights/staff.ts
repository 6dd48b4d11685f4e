import type { Rights } from "./who.ts";

/** Answers of the doors of sign-in, one’s own page and the console: nobody, Noor, Sam, Anna, Carl, Béla, Sven, Dora. */
export const staffRights: Rights = {
  "GET /staff/demo/mails": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /staff/sign-in": [200, 200, 200, 303, 303, 303, 303, 303],
  "POST /staff/sign-in": [422, 422, 422, 422, 422, 422, 422, 422],
  // No one is between the two pages of signing in.
  "POST /staff/sign-in/code": [303, 303, 303, 303, 303, 303, 303, 303],
  // People in a chat are asked first.
  "POST /staff/sign-out": [403, 403, 403, 409, 409, 303, 303, 303],
  "GET /staff/welcome/:token": [410, 410, 410, 410, 410, 410, 410, 410],
  "POST /staff/welcome/:token": [410, 410, 410, 410, 410, 410, 410, 410],
  "POST /staff/welcome/:token/draft": [410, 410, 410, 410, 410, 410, 410, 410],
  "GET /staff/me": [303, 303, 303, 200, 200, 200, 200, 200],
  // The form has nothing of what this page asks.
  "POST /staff/me": [403, 403, 403, 422, 422, 422, 422, 422],
  // Without an address there is none.
  "POST /staff/me/address": [403, 403, 403, 303, 303, 303, 303, 303],
  // Nothing says what is to be kept.
  "POST /staff/me/signals": [403, 403, 403, 422, 422, 422, 422, 422],
  // No number is typed.
  "POST /staff/me/phone": [403, 403, 403, 422, 422, 422, 422, 403],
  "POST /staff/me/password": [403, 403, 403, 422, 422, 422, 422, 422],
  "POST /staff/me/sessions": [403, 403, 403, 303, 303, 303, 303, 303],
  "GET /staff/me/second": [303, 303, 303, 200, 200, 200, 200, 200],
  "POST /staff/me/second/app": [403, 403, 403, 303, 303, 303, 303, 303],
  "POST /staff/me/second/confirm": [403, 403, 403, 303, 303, 303, 303, 303],
  // No browser has made one.
  "POST /staff/me/second/key": [403, 403, 403, 422, 422, 422, 422, 422],
  "POST /staff/me/second/key-off": [403, 403, 403, 303, 303, 303, 303, 303],
  "POST /staff/me/second/codes": [403, 403, 403, 303, 303, 303, 303, 303],
  "POST /staff/me/second/off": [403, 403, 403, 303, 303, 303, 303, 303],
  "GET /staff": [303, 303, 303, 200, 200, 200, 200, 303],
  "POST /staff/available": [403, 403, 403, 303, 303, 303, 303, 403],
  "POST /staff/ready": [403, 403, 403, 303, 303, 303, 303, 403],
  "POST /staff/claim": [403, 403, 403, 303, 303, 303, 403, 403],
  "GET /staff/concerns": [303, 303, 303, 403, 403, 200, 200, 200],
  "POST /staff/concerns/:id": [403, 403, 403, 403, 403, 422, 403, 422],
  // None has this number, and no one was told of any.
  "GET /staff/concerns/:id": [303, 303, 303, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/read": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/inform": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/unheard": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/answer": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/new-chats": [303, 303, 303, 403, 403, 200, 200, 200],
  "POST /staff/new-chats": [403, 403, 403, 403, 403, 422, 422, 422],
  "GET /staff/heard": [303, 303, 303, 200, 200, 200, 200, 200],
  "POST /staff/heard/:id": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/holds": [303, 303, 303, 200, 200, 200, 403, 403],
  // Without a reason, of a chat that does not exist or is not held.
  "POST /staff/holds/:id": [403, 403, 403, 422, 422, 422, 403, 403],
  "POST /staff/holds/:id/lift": [403, 403, 403, 403, 403, 404, 403, 403],
  "POST /staff/holds/:id/open": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/holds/:id/agree": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/read-alone": [303, 303, 303, 403, 403, 200, 200, 403],
  "POST /staff/read-alone/:id": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/open": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/agree": [403, 403, 403, 403, 403, 403, 403, 403],
  // No one has left in danger.
  "GET /staff/danger/:id": [303, 303, 303, 403, 403, 403, 403, 403],
  "POST /staff/danger/:id/open": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/danger/:id/emergency": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/danger/:id/close": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/debriefs": [303, 303, 303, 403, 403, 200, 403, 403],
  "POST /staff/debriefs/:id": [403, 403, 403, 403, 403, 422, 403, 403],
  "POST /staff/debriefs/thanks/:id": [403, 403, 403, 403, 403, 422, 403, 403],
  "POST /staff/told": [403, 403, 403, 422, 422, 422, 422, 403],
  "GET /staff/overview": [303, 303, 303, 403, 403, 200, 403, 403],
  "GET /staff/replies": [303, 303, 303, 200, 200, 200, 403, 403],
  "POST /staff/replies/undo": [403, 403, 403, 404, 404, 404, 403, 403],
  "GET /staff/replies/:id": [303, 303, 303, 404, 404, 404, 403, 403],
  "POST /staff/replies/:id": [403, 403, 403, 404, 404, 404, 403, 403],
  "GET /staff/replies/:id/preview": [303, 303, 303, 404, 404, 404, 403, 403],
  "POST /staff/replies/:id/preview": [403, 403, 403, 404, 404, 404, 403, 403],
  "POST /staff/replies/:id/remove": [403, 403, 403, 404, 404, 404, 403, 403],
  "GET /staff/records": [303, 303, 303, 200, 200, 200, 403, 403],
  "GET /staff/records/:id": [303, 303, 303, 403, 403, 403, 403, 403],
  "POST /staff/records/:id": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/reasons": [403, 403, 403, 200, 200, 200, 403, 403],
  "GET /staff/emergencies": [303, 303, 303, 200, 200, 200, 403, 403],
  // There has been none.
  "GET /staff/emergencies/:id": [303, 303, 303, 403, 403, 403, 403, 403],
  "POST /staff/emergencies/:id": [403, 403, 403, 403, 403, 403, 403, 403],
  // It does not say whether they call.
  "POST /staff/emergencies/:id/calling": [403, 403, 403, 422, 422, 422, 422, 422],
  "POST /staff/emergencies/:id/acknowledge": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/emergencies/:id/phoned": [403, 403, 403, 403, 403, 403, 403, 403],
  // The form names no reason; no one has asked.
  "POST /staff/emergencies/:id/address": [403, 403, 403, 403, 403, 422, 403, 403],
  "POST /staff/emergencies/:id/address/confirm": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/emergencies/:id/address/show": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/line/:id": [303, 303, 303, 403, 403, 404, 404, 403],
  "POST /staff/line/:id/override": [403, 403, 403, 403, 403, 404, 404, 403],
  "POST /staff/line/:id/lift": [403, 403, 403, 403, 403, 404, 404, 403],
  "GET /staff/live": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/learning": [303, 303, 303, 200, 200, 200, 200, 403],
  // The form rates nothing.
  "POST /staff/learning": [403, 403, 403, 422, 422, 422, 403, 403],
  // There is no such person.
  "GET /staff/learning/:id": [303, 303, 303, 403, 403, 403, 403, 403],
  // Nor does the form say what is to be done.
  "POST /staff/learning/:id": [403, 403, 403, 403, 403, 422, 422, 403],
  "GET /staff/practice": [303, 303, 303, 200, 200, 200, 200, 403],
  // The form has nothing that begins one.
  "POST /staff/practice": [403, 403, 403, 422, 422, 422, 422, 403],
  "GET /staff/practice/scenario/:name": [303, 303, 303, 404, 404, 404, 404, 403],
  // There is no such practice chat.
  "GET /staff/practice/:id": [303, 303, 303, 403, 403, 403, 403, 403],
  "POST /staff/practice/:id": [403, 403, 403, 403, 403, 403, 403, 403],
  "POST /staff/practice/:id/forget": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /staff/with/:token": [410, 410, 410, 410, 410, 410, 410, 410],
  "POST /staff/with/:token": [410, 410, 410, 410, 410, 410, 410, 410],
  "GET /staff/with/:token/lines": [410, 410, 410, 410, 410, 410, 410, 410],
  // The room of those on shift.
  "GET /staff/shift": [303, 303, 303, 200, 200, 200, 200, 403],
  "POST /staff/shift": [403, 403, 403, 303, 303, 303, 303, 403],
  "POST /staff/shift/draft": [403, 403, 403, 204, 204, 204, 204, 403],
  "POST /staff/shift/seen": [403, 403, 403, 303, 303, 303, 303, 403],
  // There is no such note.
  "POST /staff/shift/:id/read": [403, 403, 403, 404, 404, 404, 404, 403],
  "POST /staff/shift/:id/back": [403, 403, 403, 403, 403, 404, 403, 403],
};
