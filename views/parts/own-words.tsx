/** What someone wrote for young people, with its paragraphs and lines. */
export const OwnWords = ({ text }: { text: string }) => (
  <>
    {text.split(/\n\n+/).map((paragraph) => (
      <p dir="auto">
        {paragraph.split("\n").map((line, i) => (
          <>
            {i > 0 && <br />}
            {line}
          </>
        ))}
      </p>
    ))}
  </>
);
