import type { Settings } from "../definitions.ts";
import { type FaceLook, type FaceShape, faceOf, faceShapes, themeOf } from "./look.ts";
import { type Discreet, discreetNames, discreetThemes, type Theme } from "./themes.ts";

/** What a young person picks for one visit: what the page passes for (null = nothing), and its face. */
export interface OwnLook {
  discreet: Discreet | null;
  face: OwnFace;
}

/** `same`: the helpline's face; on a discreet page none. */
export const ownFaces = ["same", "none", ...faceShapes] as const;
export type OwnFace = (typeof ownFaces)[number];

/** Nothing is picked: every parser returns this very one then. */
export const helplineLook: OwnLook = { discreet: null, face: "same" };

/** Parses the fields of a form; anything unknown is the helpline's own. */
export function parseOwnLook({ look, face }: { look?: string; face?: string }): OwnLook {
  const discreet = discreetNames.find((one) => one === look) ?? null;
  const shape = ownFaces.find((one) => one === face) ?? "same";
  return parseOwnLookCode(ownLookCode({ discreet, face: shape }));
}

/** Returns two digits that say nothing to someone who finds them; "" for the helpline's look. */
export function ownLookCode({ discreet, face }: OwnLook): string {
  if (discreet === null && face === "same") return "";
  return `${discreet === null ? 0 : discreetNames.indexOf(discreet) + 1}${ownFaces.indexOf(face)}`;
}

/** Parses such digits; anything else is the helpline's look. */
export function parseOwnLookCode(code = ""): OwnLook {
  const [look = "", face = ""] = code;
  const picked = { discreet: discreetNames[Number(look) - 1] ?? null, face: ownFaces[Number(face)] ?? "same" };
  return code !== "" && ownLookCode(picked) === code ? picked : helplineLook;
}

type SetLook = Pick<Settings, "theme" | "colours" | "face" | "faceColour" | "logo">;

/** Returns the colours of a page. */
export function ownTheme(set: SetLook, { discreet }: OwnLook): Theme {
  return discreet === null ? themeOf(set) : discreetThemes[discreet];
}

/** Returns the face that a page draws; null for none. */
export function ownFace(set: SetLook, { discreet, face }: OwnLook): FaceLook | null {
  if (face === "same") return discreet === null ? faceOf(set) : null;
  return face === "none" ? null : { shape: face, fill: null };
}

/** Returns what stands beside the name at the top; undefined for the helpline's logo or lamp. */
export function ownMark({ discreet, face }: OwnLook): FaceShape | "none" | undefined {
  if (face !== "same") return face;
  return discreet === null ? undefined : "none";
}
