/** A plain bubble that tells nothing. */
export const neutralIcon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 3h12v8H7l-3 3v-3H2z' fill='%238577d9'/%3E%3C/svg%3E";
