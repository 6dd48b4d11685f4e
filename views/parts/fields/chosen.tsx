import type { Answers } from "#src/settings/assessment.ts";

/** What was chosen in the first questions, carried on in a form: codes, and no words. */
export const ChosenFields = ({ chosen, first }: { chosen: Answers; first: boolean }) => {
  const { topics, ...one } = chosen;
  const said = [
    ...Object.entries(one).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
    ...topics.map((topic) => ["topics", topic] as const),
    ...(first ? [["first", "yes"] as const] : []),
  ];
  return (
    <>
      {said.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
};
