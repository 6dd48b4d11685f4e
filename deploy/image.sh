#!/bin/sh
# Lays out what the image holds: `image.sh FOLDER PROGRAM ADDON`. The Dockerfile runs it, and so does its test.
# FOLDER/system belongs to root, FOLDER/own to the account that Porchlight runs as: nothing else is in the image.
set -eu
system=$1/system own=$1/own program=$2 addon=$3

mkdir -p "$system/usr/local/bin" "$system/etc" "$own/data" "$own/keys"
install -m 0755 "$program" "$system/usr/local/bin/porchlight"
echo "porchlight:x:10001:10001::/data:/" > "$system/etc/passwd"
echo "porchlight:x:10001:" > "$system/etc/group"

# The libraries of the program, and those of SQLite's addon, which is inside the program where ldd cannot see it.
# Each goes where it was found: that is where its loader looks for it.
libraries=$(ldd "$program" "$addon")
case $libraries in *"not found"*) echo "$libraries" >&2; exit 1 ;; esac
echo "$libraries" | sed -n 's/^\t\(.* => \)\{0,1\}\(\/[^ ]*\) (.*/\2/p' | sort -u | while read -r library; do
  cp -L --parents "$library" "$system"
done

# Only the demo needs it, for data that are thrown away. A tmpfs in its place must allow programs (exec), for SQLite.
mkdir -m 1777 "$system/tmp"
