import { type Theme, type ThemeName, themes } from "./themes.ts";

/** The shapes of the little face at the door; drawn in views/parts/face.tsx. No age, no gender, no skin. */
export const faceShapes = ["bubble", "round", "cloud", "drop", "flower", "house"] as const;
export type FaceShape = (typeof faceShapes)[number];

/** Its colours: the lamp's, which is the theme's own, or one that no theme changes. */
const fills = {
  lamp: null,
  mint: "#8fdcc0",
  sky: "#94cdf7",
  lilac: "#c6b5f8",
  rose: "#f7a9cf",
  lime: "#c9dd6d",
};
export type FaceColour = keyof typeof fills;
export const faceColours = Object.keys(fills) as FaceColour[];

/** The little face as a page draws it. */
export interface FaceLook {
  shape: FaceShape;
  /** `#rrggbb`; null = the lamp's. */
  fill: string | null;
}

/** The little face that was chosen. */
export function faceOf({ face, faceColour }: { face: FaceShape; faceColour: FaceColour }): FaceLook {
  return { shape: face, fill: fills[faceColour] };
}

/** The colours that were chosen: of one of the ready themes, or the helpline's own. */
export function themeOf({ theme, colours }: { theme: ThemeName | "own"; colours: Theme }): Theme {
  return theme === "own" ? colours : themes[theme];
}
