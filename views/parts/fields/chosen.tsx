import type { Answers } from "#src/settings/assessment.ts";

/** Hidden fields that carry the first answers along: codes, and no words. */
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
