/** Strings of pages, doors and scripts that look like texts but are none, or are the same in every language. */
export const exempt: { path: string; texts: string[]; why: string }[] = [
  {
    path: "views/counsellor/console/keys.tsx",
    texts: ["N", "J", "K", "B", "W", "M", "E", "X", "A", "Q", "G", "S", "O", "Y", "Esc", "Ctrl ↵"],
    why: "keys, called as on the keyboard",
  },
  {
    path: "views/counsellor/console/keys.tsx",
    texts: ["enter", "ctrl"],
    why: "what a row of the map hangs on, for the style sheet",
  },
  { path: "views/parts/staff-nav.tsx", texts: ["auto"], why: "how a browser lets go of what was unfolded" },
  {
    path: "views/admin/subjects/settings-index.tsx",
    texts: ["auto"],
    why: "how a browser lets go of what was unfolded",
  },
  { path: "views/counsellor/console/queue.tsx", texts: ["N"], why: "a key, called as on the keyboard" },
  { path: "views/counsellor/chat/composer.tsx", texts: ["Ctrl ↵"], why: "keys, called as on the keyboard" },
  { path: "views/counsellor/after/record-form.tsx", texts: ["Ctrl ↵", "X"], why: "keys, called as on the keyboard" },
  { path: "views/counsellor/chat/referrals.tsx", texts: ["Ctrl ↵"], why: "keys, called as on the keyboard" },
  {
    path: "src/http/server/app.tsx",
    texts: ["an unknown address"],
    why: "for the log, which is English like the command line",
  },
  { path: "src/http/server/app.tsx", texts: ["GET, POST"], why: "methods of HTTP, in a header" },
  { path: "src/http/frame/publish.ts", texts: ["-gzip"], why: "a part of an entity tag" },
  { path: "src/http/youth/door/how.tsx", texts: ["LocalBusiness"], why: "a word of schema.org, for machines" },
  { path: "static/console-room.js", texts: [".views a"], why: "a selector" },
  {
    path: "src/http/server/browser-name.ts",
    texts: [
      ...["Edge", "Opera", "Samsung Internet", "Firefox", "Chrome", "Safari"],
      ...["Android", "Windows", "ChromeOS", "Mac", "Linux"],
    ],
    why: "names of browsers and systems, the same in every language",
  },
  {
    path: "src/http/admin/backup/backup-words.ts",
    texts: [
      "sudo systemctl stop porchlight",
      "porchlight restore …",
      "sudo -u porchlight … --data-dir ……",
      "sudo systemctl start porchlight",
      "porchlight backup /media/stick",
      "mount -o ro /dev/sdb1 /media/stick",
      "apt install /media/stick/porchlight_*.deb",
      "systemctl stop porchlight",
      "install -d -o porchlight -g porchlight -m 0700 ….copies",
      "install -o porchlight -g porchlight -m 0600 -t ….copies /media/stick/porchlight-2*",
      "porchlight restore ….copies",
      "porchlight setup",
    ],
    why: "commands, typed alike in every language",
  },
  {
    path: "views/admin/backup/backup.tsx",
    texts: ["sudo porchlight promote"],
    why: "a command, typed alike in every language",
  },
  {
    path: "src/http/admin/backup/second-machine.tsx",
    texts: ["sudo porchlight fetch-backups …", "sudo systemctl enable --now porchlight-standby"],
    why: "commands, typed alike in every language",
  },
  { path: "src/http/server/headers.ts", texts: ["Vary"], why: "the name of a header" },
];
