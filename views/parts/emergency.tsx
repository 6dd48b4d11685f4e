import type { SaidLine } from "#src/settings/said.ts";

/** A sentence of the rules, its link made real: a number to call, or to send a text to. */
export const Said = ({ line }: { line: SaidLine }) => (
  <>
    {line.parts.map(({ text, tag }) => (tag === "link" && line.href !== null ? <a href={line.href}>{text}</a> : text))}
  </>
);

/** Ways to get help in danger, each a paragraph: above all those for whoever cannot talk aloud. */
export const EmergencyWays = ({ lines }: { lines: SaidLine[] }) => (
  <>
    {lines.map((line) => (
      <p>
        <Said line={line} />
      </p>
    ))}
  </>
);
