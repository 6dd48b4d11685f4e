import type { Rights } from "./who.ts";

/** Answers of the doors of young people and everyone: nobody, Noor, Sam, Anna, Carl, Béla, Sven, Dora. */
export const youthRights: Rights = {
  "GET /": [200, 200, 200, 200, 200, 200, 200, 200],
  "POST /start": [303, 303, 303, 303, 303, 303, 303, 303],
  // With words in the form it is the door, with the words in its box.
  "POST /start-new": [200, 200, 200, 200, 200, 200, 200, 200],
  "POST /continue": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /send": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /check": [410, 303, 303, 410, 410, 410, 410, 410],
  // Someone has the words already.
  "GET /change": [410, 200, 200, 410, 410, 410, 410, 410],
  "POST /change": [410, 409, 409, 410, 410, 410, 410, 410],
  "GET /where": [410, 200, 200, 410, 410, 410, 410, 410],
  "POST /where": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /updates": [410, 200, 200, 410, 410, 410, 410, 410],
  "POST /typing": [410, 204, 204, 410, 410, 410, 410, 410],
  // Neither said that they are in danger.
  "POST /danger": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /feeling": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /helped": [410, 422, 422, 410, 410, 410, 410, 410],
  "POST /next": [410, 422, 422, 410, 410, 410, 410, 410],
  // Nothing to thank for yet.
  "POST /thanks": [410, 410, 410, 410, 410, 410, 410, 410],
  "POST /end": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /wipe": [410, 303, 303, 410, 410, 410, 410, 410],
  "POST /clear": [410, 200, 200, 410, 410, 410, 410, 410],
  "GET /log": [410, 200, 200, 410, 410, 410, 410, 410],
  "GET /box": [410, 200, 200, 410, 410, 410, 410, 410],
  "POST /here": [410, 303, 303, 410, 410, 410, 410, 410],
  "GET /here": [410, 204, 204, 410, 410, 410, 410, 410],
  "GET /live": [403, 403, 403, 403, 403, 403, 403, 403],
  "GET /leave": [303, 303, 303, 303, 303, 303, 303, 303],
  "POST /leave": [204, 204, 204, 204, 204, 204, 204, 204],
  "GET /how": [200, 200, 200, 200, 200, 200, 200, 200],
  "GET /how-it-looks": [200, 200, 200, 200, 200, 200, 200, 200],
  "POST /how-it-looks": [303, 303, 303, 303, 303, 303, 303, 303],
  // No questions are asked: it leads to the door.
  "GET /which": [303, 303, 303, 303, 303, 303, 303, 303],
  "POST /which": [303, 303, 303, 303, 303, 303, 303, 303],
  "POST /help": [410, 303, 303, 410, 410, 410, 410, 410],
  "GET /help": [200, 200, 200, 200, 200, 200, 200, 200],
  "GET /other": [200, 200, 200, 200, 200, 200, 200, 200],
  "POST /other": [303, 303, 303, 303, 303, 303, 303, 303],
  "GET /other/:id": [404, 404, 404, 404, 404, 404, 404, 404],
  // No callback is offered: no mail server is set.
  "GET /later": [200, 200, 200, 200, 200, 200, 200, 200],
  "POST /later": [200, 200, 200, 200, 200, 200, 200, 200],
  "GET /later/:token": [404, 404, 404, 404, 404, 404, 404, 404],
  // Someone in a chat is led to it.
  "POST /later/:token": [404, 303, 303, 404, 404, 404, 404, 404],
  "GET /back": [200, 200, 200, 200, 200, 200, 200, 200],
  // No code was typed.
  "POST /back": [422, 422, 422, 422, 422, 422, 422, 422],
  "POST /later/:token/stop": [303, 303, 303, 303, 303, 303, 303, 303],
  "GET /hours.json": [200, 200, 200, 200, 200, 200, 200, 200],
  "GET /hours.ics": [200, 200, 200, 200, 200, 200, 200, 200],
  "GET /.well-known/helpline.json": [200, 200, 200, 200, 200, 200, 200, 200],
  // Not published.
  "GET /hsds": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/services": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/services/:id": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/organizations": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/organizations/:id": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomies": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomies/:id": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomy_terms": [404, 404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomy_terms/:id": [404, 404, 404, 404, 404, 404, 404, 404],
  // No session opens these, only the token of a second machine (rights/machine.test.ts).
  "GET /copies": [401, 401, 401, 401, 401, 401, 401, 401],
  "GET /copies/:file": [401, 401, 401, 401, 401, 401, 401, 401],
  "POST /copies/proof": [401, 401, 401, 401, 401, 401, 401, 401],
  "GET /healthz": [200, 200, 200, 200, 200, 200, 200, 200],
  "GET /static/:file": [404, 404, 404, 404, 404, 404, 404, 404],
};
