import type { Key, Values } from "#src/i18n/i18n.ts";

/** Every refusal a person may be told of, with its HTTP status. Short and closed on purpose: each has its sentence. */
export const errorStatus = {
  not_found: 404,
  not_signed_in: 401,
  not_allowed: 403,
  bad_input: 422,
  too_long: 422,
  too_big: 413,
  too_fast: 429,
  taken: 409,
  ended: 410,
  closed: 409,
  locked: 503,
  foreign: 403,
  not_stored: 503,
  unexpected: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** Why a command cannot go on. The message is for the person at the terminal. */
export class TerminalError extends Error {
  readonly exitCode: number = 1;
}

/** `key` and `values` are the sentence, `field` the form field it belongs to. */
export class HelplineError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly key: Key = `error.${code}`,
    readonly values: Values = {},
    readonly field?: string,
  ) {
    super(code);
    this.name = "HelplineError";
  }
}
