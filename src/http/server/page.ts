import type { Child } from "hono/jsx";
import type { HelplineError } from "#src/errors.ts";
import type { C } from "./context.ts";

const control = /[^\P{Cc}\n\r\t]/gu;

/** Has the door's script send its form again as a browser does, which shows the page it gets (RFC 6585, 3; door.js). */
export function sendItself(c: C, sentence: string): Response {
  return c.text(sentence, 428, { "X-Chat": "1" });
}

/** Returns the status of a page that shows a refused form again; what came too fast is counted by it (app.tsx). */
export function refusedAs({ code }: HelplineError): 422 | 429 {
  return code === "too_fast" ? 429 : 422;
}

/** Answers with a page and its doctype, without the characters that no page may hold. */
export function page(
  c: C,
  content: Child,
  status: 200 | 403 | 404 | 409 | 410 | 413 | 422 | 428 | 429 | 500 | 503 = 200,
): Response {
  return c.html(`<!doctype html>${String(content)}`.replace(control, ""), status);
}
