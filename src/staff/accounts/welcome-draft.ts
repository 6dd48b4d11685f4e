/** What is typed at a link for a new account, as it stands in the fields; never a password. */
export interface WelcomeDraft {
  /** Where whoever makes the first account goes on: "2" after the language and the name of the helpline. */
  step?: string;
  helpline?: string;
  language?: string;
  /** Ticked, with a space between; "" = none. */
  languages?: string;
  alias?: string;
  real_name?: string;
  name?: string;
}

const fields = ["step", "helpline", "language", "languages", "alias", "real_name", "name"] as const;

/** More than any field takes, so that what is too long comes back to be shortened. */
const most = 1_000;

/** What of a form is kept. */
export function draftOfForm(form: Partial<Record<string, string>>): WelcomeDraft {
  const known = fields.filter((field) => form[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, form[field]!.slice(0, most).toWellFormed()]));
}

/** A draft as it was stored; nothing where there is none. */
export function writtenDraft(stored: string | null): WelcomeDraft {
  return stored === null ? {} : draftOfForm(JSON.parse(stored) as Record<string, string>);
}
