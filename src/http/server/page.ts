import type { Child } from "hono/jsx";
import type { HelplineError } from "#src/errors.ts";
import type { C } from "./context.ts";

const control = /[^\P{Cc}\n\r\t]/gu;

/** A piece of HTML for a script. It says its length, so that nobody compresses what fits into one packet anyway. */
export function piece(c: C, html: string): Response {
  return c.html(html, 200, { "Content-Length": String(Buffer.byteLength(html)) });
}

/** Has the script at the door send its form once more as a browser does, which shows the page that it gets (RFC 6585, 3; door.js). */
export function sendItself(c: C, sentence: string): Response {
  return c.text(sentence, 428, { "X-Chat": "1" });
}

/** The status of a page in which a form stands again that was refused. What came too fast is counted by it (refused.ts). */
export function refusedAs({ code }: HelplineError): 422 | 429 {
  return code === "too_fast" ? 429 : 422;
}

/** A page with its doctype. Whatever was typed and is shown again has lost the characters that no page may hold. */
export function page(
  c: C,
  content: Child,
  status: 200 | 403 | 404 | 409 | 410 | 413 | 422 | 428 | 429 | 500 | 503 = 200,
): Response {
  return c.html(`<!doctype html>${String(content)}`.replace(control, ""), status);
}
