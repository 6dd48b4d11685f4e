import { expect, test } from "vitest";
import { plainText } from "#src/directory/plain-text.ts";
import { growth, steep } from "#tests/support/run/growth.ts";

test.each([
  ["<p>Talk</p><p>to&nbsp;us</p>", "Talk\n\nto us"],
  ["a<br/>b<BR>c", "a\nb\nc"],
  ["R&amp;D &lt;b&gt; &#233;&#xE9; &eacute;&Uuml;&szlig; &unknown; &", "R&D <b> éé éÜß &unknown; &"],
  ["&amp;lt;", "&lt;"],
  ["Night  line\u00a0 \tof Gent ", "Night line of Gent"],
  ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ["x<script>alert('a < b')</script>y<style>p{}</style>z", "xyz"],
  ["<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"],
  ["a<!-- hidden -->b", "ab"],
  ["&#0;&#xD800;&#x202e;turned", "&#0;turned"],
  ["open <b", "open <b"],
])("what is read of %s", (html, text) => {
  expect(plainText(html)).toBe(text);
});

test.each(["<", "<a", "&", "&a", "<a <", "<script>", "<!", " \n", "<p>"])(
  "takes time in proportion to the text, also of many %s",
  (piece) => {
    expect(growth((times) => plainText(piece.repeat(times)), 2_000)).toBeLessThan(steep);
  },
);
