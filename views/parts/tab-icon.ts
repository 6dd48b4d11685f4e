import type { Discreet } from "#src/settings/look/themes.ts";

/** A plain bubble that tells nothing. */
export const neutralIcon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 3h12v8H7l-3 3v-3H2z' fill='%238577d9'/%3E%3C/svg%3E";

/** A sheet with lines on it, and a squared exercise book. */
export const discreetIcons: Record<Discreet, string> = {
  notes:
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M3 1h10v14H3z' fill='%23f3d672'/%3E%3Cpath d='M5 5h6M5 8h6M5 11h4' stroke='%23665a2c'/%3E%3C/svg%3E",
  homework:
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 1h12v14H2z' fill='%23e4eef7' stroke='%232f5878'/%3E%3Cpath d='M5 1v14M2 5h12M2 8h12M2 11h12' stroke='%238fb0c8'/%3E%3C/svg%3E",
};
