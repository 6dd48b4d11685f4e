import type { Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { Marked } from "./marked.tsx";

/** A line of the rules with real links: a number to call, or to text. */
export const Said = ({ line }: { line: SaidLine }) => (
  <>{line.parts.map(({ text, href }) => (href === null ? text : <a href={href}>{text}</a>))}</>
);

/** Ways to get help in danger, a paragraph each, above all for someone who cannot talk aloud. */
export const EmergencyWays = ({ lines }: { lines: SaidLine[] }) => (
  <>
    {lines.map((line) => (
      <p>
        <Said line={line} />
      </p>
    ))}
  </>
);

/** Whom to call in danger, as a sentence with the number to tap. */
export const CallInDanger = ({ t, number }: { t: Translate; number: string }) => (
  <p>
    <Marked t={t} text="youth.closed.danger" values={{ number }} href={`tel:${number}`} />
  </p>
);
