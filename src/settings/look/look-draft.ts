import type { Settings } from "../definitions.ts";
import type { Logo } from "./logo.ts";
import { faceColours, faceShapes } from "./look.ts";
import { failures, type UnreadablePair } from "./pairs.ts";
import { isTheme, type Scheme, schemes, type Theme, themeChoices, type Variable, variables } from "./themes.ts";

/** The form of the look as it is filled in. */
export interface LookDraft {
  theme: string;
  /** As typed: a browser that knows no fields of colour sends any text. */
  colours: Theme;
  face: string;
  faceColour: string;
  /** The one that is in force, or a newer one that is drawn and not saved. */
  logo: Logo | null;
}

/** What cannot stand: a choice that is none of ours, or a colour that is none or too close to another to be read. */
export type LookProblem =
  | { problem: "no_choice"; field: "theme" | "face" | "faceColour" }
  | ({ problem: "not_a_colour" } & ColourField)
  | ({ problem: "too_close"; failure: UnreadablePair } & ColourField);

/** Where a colour is best mended. */
interface ColourField {
  field: `${Scheme}-${Variable}`;
  scheme: Scheme;
  variable: Variable;
}

/** What is set, as it stands in the form. */
export function lookDraftOf({ theme, colours, face, faceColour, logo }: Settings): LookDraft {
  return { theme, colours, face, faceColour, logo };
}

/**
 * What a form sets, and what has to be put right first. Own colours count where they are chosen; beside a ready theme they
 * are kept as long as they can be read.
 */
export function readLookDraft(draft: LookDraft): { values: Partial<Settings>; problems: LookProblem[] } {
  const values: Partial<Settings> = {};
  const theme = themeChoices.find((one) => one === draft.theme);
  const face = faceShapes.find((one) => one === draft.face);
  const faceColour = faceColours.find((one) => one === draft.faceColour);
  const colours = colourProblems(draft.colours);
  if (theme) values.theme = theme;
  if (colours.length === 0) values.colours = draft.colours;
  if (face) values.face = face;
  if (faceColour) values.faceColour = faceColour;
  values.logo = draft.logo;
  const choices = Object.entries({ theme, face, faceColour }).filter(([, chosen]) => !chosen);
  const unmade = choices.map(([field]) => ({ problem: "no_choice", field }) as LookProblem);
  return { values, problems: [...unmade, ...(theme === "own" ? colours : [])] };
}

function colourProblems(colours: Theme): LookProblem[] {
  if (isTheme(colours)) {
    return failures(colours).map((failure) => ({
      problem: "too_close",
      failure,
      ...field(failure.scheme, mendedAt(failure)),
    }));
  }
  const isColour = (typed: string) => /^#[0-9a-f]{6}$/.test(typed);
  return schemes.flatMap((scheme) =>
    variables
      .filter((variable) => !isColour(colours[scheme][variable]))
      .map((variable) => ({ problem: "not_a_colour", ...field(scheme, variable) }) as const),
  );
}

const field = (scheme: Scheme, variable: Variable): ColourField => ({
  field: `${scheme}-${variable}`,
  scheme,
  variable,
});

/** What lies behind is mostly behind other things too, so the front is mended; where it is no colour of the theme, the ground. */
function mendedAt({ foreground, background }: UnreadablePair): Variable {
  const known = (shade: string) => variables.find((one) => one === shade);
  return known(foreground) ?? known(background) ?? "accent";
}
