// Different words each time, as hard to compress as what people write.
const vocabulary =
  `because when they said that nobody would ever listen I felt really small and then my brother came home late again
  without asking maybe tomorrow after school we could walk around the lake until everything gets quiet even though mum
  never understands why sleeping became so hard since the summer holidays`.split(/\s+/);

/** Returns a sentence of fourteen words, another for each number. */
export function sentence(seed: number): string {
  let state = seed * 7919 + 17;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return vocabulary[state % vocabulary.length]!;
  };
  return Array.from({ length: 14 }, next).join(" ");
}
