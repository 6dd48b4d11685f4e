/** What is typed at a link for a new account; never a password. */
export interface WelcomeDraft {
  /** How far the maker of the first account is: "2" after the language and the helpline's name. */
  step?: string;
  helpline?: string;
  /** Of the first account: a code of the emergency numbers, and an IANA name. */
  country?: string;
  zone?: string;
  language?: string;
  languages?: string;
  alias?: string;
  real_name?: string;
  name?: string;
}

const fields = ["step", "helpline", "country", "zone", "language", "languages", "alias", "real_name", "name"] as const;

/** More than any field takes, so that what is too long comes back to be shortened. */
const most = 1_000;

/** Returns the fields of a form that a draft keeps. */
export function draftOfForm(form: Partial<Record<string, string>>): WelcomeDraft {
  const known = fields.filter((field) => form[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, form[field]!.slice(0, most).toWellFormed()]));
}

/** Returns a draft as it was stored; an empty one for null. */
export function writtenDraft(stored: string | null): WelcomeDraft {
  return stored === null ? {} : draftOfForm(JSON.parse(stored) as Record<string, string>);
}
