/** How a table or an index is laid out (its `sql` in sqlite_schema), without what says nothing: comments, white space, quotes of names. */
export function layoutOf(sql: string | null): string {
  const pieces = sql?.match(/'(?:[^']|'')*'|--[^\n]*|"\w+"|\w+|[^\s\w]/g) ?? [];
  return pieces
    .filter((piece) => !piece.startsWith("--"))
    .map((piece) => (piece.startsWith('"') ? piece.slice(1, -1) : piece))
    .join(" ");
}
