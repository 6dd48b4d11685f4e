import { direction, type Language, type Translate } from "#src/i18n/i18n.ts";

export interface Note {
  text: string;
  /** null = unknown. */
  language: Language | null;
}

/** An admin's note, with its own language for screen readers. */
export const NoteShown = ({ t, note }: { t: Translate; note: Note | null }) => {
  if (note === null) return null;
  const { text, language } = note;
  const other = language !== null && language !== t.language ? language : undefined;
  return (
    <p lang={other} dir={other ? direction(other) : "auto"}>
      <strong>{text}</strong>
    </p>
  );
};
