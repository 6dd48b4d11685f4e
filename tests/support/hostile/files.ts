interface HostileFile {
  name: string;
  bytes: Uint8Array;
  services: number;
  /** Row, column and code of each issue, in order; only the first of many. */
  told: string[];
  /** `told` has only the first issues. */
  more?: true;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const wide = (text: string, order: "le" | "be", mark: boolean) => {
  const signs = [...(mark ? "\ufeff" : "")].concat(text.split(""));
  return Uint8Array.from(
    signs.flatMap((sign) => {
      const code = sign.charCodeAt(0);
      return order === "le" ? [code & 255, code >> 8] : [code >> 8, code & 255];
    }),
  );
};

type Rest = Partial<Pick<HostileFile, "services" | "told" | "more">>;
const file = (name: string, content: string | Uint8Array, rest: Rest): HostileFile => ({
  name,
  bytes: typeof content === "string" ? utf8(content) : content,
  services: 0,
  told: [],
  ...rest,
});
/** One row with one cell besides its name. */
const cell = (name: string, column: string, text: string, rest: Rest) =>
  file(name, `name,${column}\nNightline,"${text.replaceAll('"', '""')}"\n`, { services: 1, ...rest });

const euro = "nom;résumé\r\nL’écoute;Gratuit, 0 €\r\n";
const row = (i: number) =>
  `Line ${i},House ${i % 40},"bullying; school",116 ${String(i % 1000).padStart(3, "0")},Mo-Fr 14:00-20:00`;
const many = (rows: number) =>
  `name,organization,topics,phone,hours\n${Array.from({ length: rows }, (_, i) => row(i)).join("\n")}\n`;
const rowsOf = (count: number, text: string) => `name\n${Array(count).fill(text).join("\n")}\n`;

/** The file is no list at all. */
function refused(): HostileFile[] {
  return [
    file("nothing", "", { told: ["0  empty_file"] }),
    file("blanks and a mark", "\ufeff \r\n\t", { told: ["0  empty_file"] }),
    file("a workbook (.xlsx)", latin("PK\x03\x04\x14\0\x06\0xl/workbook.xml"), { told: ["0  not_text"] }),
    file("an old workbook (.xls)", latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), { told: ["0  not_text"] }),
    file("a PDF", "%PDF-1.7\nname,phone\n", { told: ["0  not_text"] }),
    file("a picture", latin("\x89PNG\r\n\x1a\n\0\0"), { told: ["0  not_text"] }),
    file("zeros", new Uint8Array(5_000), { told: ["0  not_text"] }),
    file("NULs in a cell", "name,phone\nNight\0line,116 111\n", { told: ["0  not_text"] }),
    file("UTF-32", latin("\xff\xfe\0\0n\0\0\0"), { told: ["0  not_text"] }),
    file("controls", `name\n${"\x01\x02\x03".repeat(100)}`, { told: ["0  not_text"] }),
    file("21 MB", new Uint8Array(21_000_000).fill(97), { told: ["0  too_big"] }),
    file("a web page", "<!doctype html><table><tr><td>name</td></tr></table>", { told: ["0  not_a_table"] }),
    file("JSON", '[{"name":"Nightline"}]', { told: ["0  not_a_table"] }),
    file("prose", "Dear Anna,\nhere are the numbers.\n", { told: ["1 Dear Anna unknown_column", "1  no_name_column"] }),
    file("no header", "Nightline,116 111\nDayline,116 112\n", {
      told: ["1 Nightline unknown_column", "1 116 111 unknown_column", "1  no_name_column"],
    }),
    file("more rows than may be", rowsOf(50_001, "x"), { told: ["0  too_many_rows"] }),
    file("a quote that never ends, in the header", '"name,phone\nNightline,116 111\n', { told: ["1  open_quote"] }),
    file("2,000 columns that nobody knows", `${Array.from({ length: 2_000 }, (_, i) => `c${i}`).join()}\n1\n`, {
      told: ["1 c0 unknown_column"],
      more: true,
    }),
  ];
}

/** Unusual letters in good rows. */
function written(): HostileFile[] {
  const plain = "name,summary\nNightline,Ä ő € 😀\n";
  return [
    file("Windows-1252 with ;", latin(euro.replace("’", "\x92").replace("€", "\x80")), { services: 1 }),
    file("UTF-8 with a mark", `\ufeff${euro}`, { services: 1 }),
    file("UTF-16, little end first", wide(plain, "le", true), { services: 1 }),
    file("UTF-16, big end first", wide(plain, "be", true), { services: 1 }),
    file("UTF-16 without a mark", wide(plain, "le", false), { services: 1 }),
    file("UTF-16 without a mark, big end first", wide(plain, "be", false), { services: 1 }),
    file("tabs", "Név\tTelefon\nÉjjeli vonal\t116 111\n", { services: 1 }),
    file("sep= before it", "sep=;\r\nname;phone\r\nNightline;116 111\r\n", { services: 1 }),
    file("old line ends", "name,phone\rNightline,116 111\r", { services: 1 }),
    file("names in capitals with blanks", " NAME , Minimum Age ,MINIMUM-AGE\nNightline,12,13\n", {
      services: 1,
      told: ["1 MINIMUM-AGE column_twice"],
    }),
    file("lines within quotes", 'name,description,phone\n"Night\nline","a\r\n""b"",\n\nc",116 111\nx,,abc\n', {
      services: 2,
      told: ["3 phone not_a_phone"],
    }),
    file("only a header", "name,phone\n", {}),
    file("only a header without an end", "name,phone", {}),
    file("empty rows", "name,phone\n\n,\n  , \nNightline,116 111\n\n", { services: 1 }),
    file("5,000 rows", many(5_000), { services: 5_000 }),
    file("2,000 columns beside a name", `name${",x".repeat(1_999)}\nNightline${",".repeat(1_999)}\n`, {
      services: 1,
      told: ["1 x unknown_column"],
      more: true,
    }),
  ];
}

/** A row or a cell is wrong. */
function wrong(): HostileFile[] {
  return [
    file("a quote that never ends", 'name,phone\nNightline,116 111\n"Dayline,116 112\nx,1\n', {
      services: 1,
      told: ["3  open_quote"],
    }),
    file("no names", "name,phone\n,116 111\n\u200b,116 112\n", {
      told: ["2 name no_name", "3 name unsafe_text", "3 name no_name"],
    }),
    file("a comma that nobody quoted", "name,organization,phone\nNoor, night line,House,116 111\n", {
      told: ["2  shifted_row"],
    }),
    file("cells one column to the left", "name,phone,email,website\nNightline,a@example.org,https://example.org,\n", {
      told: ["2 phone shifted_row"],
    }),
    file("hours in the dates", "name,hours,verified_on\nNightline,2026-10-01,10:00-16:00\n", {
      told: ["2 hours shifted_row"],
    }),
    cell("a formula", "summary", '=HYPERLINK("http://example.org","go")', {}),
    cell("a formula with its guard", "summary", "'=1+1", {}),
    cell("an ordinary number with +", "phone", "+358 9 123 456", {}),
    cell("a name of 1 MB", "description", "x".repeat(1_000_000), { services: 0, told: ["2 description too_long"] }),
    cell("1 MB of quotes", "summary", '"'.repeat(500_000), { services: 0, told: ["2 summary too_long"] }),
    cell("1 MB of guards", "summary", ";'=".repeat(300_000), { services: 0, told: ["2 summary too_long"] }),
    cell("year 0001", "verified_on", "0001-01-01", { told: ["2 verified_on year_unlikely"] }),
    cell("year 1070", "verified_on", "1/2/1070", { told: ["2 verified_on year_unlikely"] }),
    cell("a year of two digits", "verified_on", "3.11.25", { told: ["2 verified_on two_digit_year"] }),
    cell("a time in a date", "verified_on", "10:00", { told: ["2 verified_on time_in_date"] }),
    cell("the month first", "verified_on", "10/27/2026", { told: ["2 verified_on not_a_date"] }),
    cell("a date in words", "verified_on", "December 24, 2025", { told: ["2 verified_on not_a_date"] }),
    cell("a date to come", "verified_on", "2027-01-01", { told: ["2 verified_on date_ahead"] }),
    cell("a day that is none", "verified_on", "2026-02-30", { told: ["2 verified_on not_a_date"] }),
    cell("half a day forgotten", "hours", "Mo-Fr 10:00-4:00", { told: ["2 hours closes_before_opening"] }),
    cell("half a pair", "hours", "Mo 10:00-", { told: ["2 hours half_a_span"] }),
    cell("a long day", "hours", "Mo 07:00-23:00", { told: ["2 hours very_long_span"] }),
    cell("hours in prose", "hours", "call first", { told: ["2 hours hours_unclear"] }),
    cell("hours of 500 commas", "hours", ",".repeat(500), { told: ["2 hours hours_unclear"] }),
    cell("a short code with a country", "phone", "+44116123", { told: ["2 phone short_code_in_e164"] }),
    cell("a number in words", "phone", "ask Anna", { told: ["2 phone not_a_phone"] }),
    cell("a script for an address", "website", "javascript:alert(1)", { told: ["2 website not_an_address"] }),
    cell("a name for an address", "email", "anna at example", { told: ["2 email not_a_mail"] }),
    cell("41 numbers", "phone", Array.from({ length: 41 }, (_, i) => `116 0${i + 10}`).join(";"), {
      services: 0,
      told: ["2 phone too_many"],
    }),
    cell("an age in words", "minimum_age", "twelve", { services: 0, told: ["2 minimum_age not_a_number"] }),
    file("ages turned round", "name,minimum_age,maximum_age\nNightline,18,12\n", {
      told: ["2 maximum_age ages_turned"],
    }),
    cell("perhaps", "free", "perhaps", { services: 0, told: ["2 free not_yes_or_no"] }),
    cell("no status", "status", "busy", { services: 0, told: ["2 status unknown_status"] }),
    cell("a topic of nobody", "topics", "bullying; astrology", { told: ["2 topics unknown_topic"] }),
    cell("a language of nobody", "languages", "fi|Klingonish", { told: ["2 languages unknown_language"] }),
    cell("a region of nobody", "regions", "Atlantis", { told: ["2 regions unknown_region"] }),
    cell("a prototype", "topics", "__proto__; constructor; toString", { told: ["2 topics unknown_topic"], more: true }),
    file("one row twice", "name,organization\nNightline,House\nNIGHTLINE,house\n", {
      services: 1,
      told: ["3 name same_row_twice"],
    }),
    cell("words turned round", "summary", "call \u202e111 611\u202c", { told: ["2 summary unsafe_text"] }),
    cell("a tower of marks", "summary", `Z${"\u0301".repeat(2_000)}algo`, { told: ["2 summary unsafe_text"] }),
    cell("controls in a text", "summary", "a\u0007b\u0085c", { told: ["2 summary unsafe_text"] }),
    file("emoji", "name,summary\n👩‍👩‍👧‍👦,🏳️‍🌈\n", { services: 1 }),
    file("letters from right to left", "name,summary\nקו לילה,خط ليلي\n", { services: 1 }),
  ];
}

/** Returns all of them; the large ones are made anew each time. */
export function hostileFiles(): HostileFile[] {
  return [...refused(), ...written(), ...wrong()];
}
