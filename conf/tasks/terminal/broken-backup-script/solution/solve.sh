#!/bin/bash
set -euo pipefail
cat > backup.sh <<'SH'
#!/bin/bash
# backup.sh CONFIG STAMP
# Writes TARGET/NAME-STAMP.tar.gz for every source and keeps the newest KEEP archives of each.
set -uf

usage() {
  echo "usage: backup.sh CONFIG YYYYMMDD-HHMM" >&2
  exit 2
}

[ $# -eq 2 ] && [ -f "$1" ] && [[ $2 =~ ^[0-9]{8}-[0-9]{4}$ ]] || usage
stamp=$2
. "$(realpath -- "$1")"

excludes=()
for pattern in $EXCLUDE; do
  excludes+=("--exclude=$pattern")
done

# back_up NAME PATH: writes the archive, whole or not at all.
back_up() {
  local archive=$TARGET/$1-$stamp.tar.gz count
  if ! [ -d "$2" ]; then
    echo "$1: no such directory: $2" >&2
    return 1
  fi
  if [ -e "$archive" ]; then
    echo "$1: there is an archive already: $archive" >&2
    return 1
  fi
  if ! tar -C "$2" "${excludes[@]}" -czf "$archive.part" .; then
    rm -f "$archive.part"
    echo "$1: tar failed" >&2
    return 1
  fi
  mv "$archive.part" "$archive"
  count=$(tar tzf "$archive" | grep -vc '/$')
  echo "ok $1 $count"
}

# remove_old NAME: keeps the newest KEEP archives of a source, by the stamps in their names.
remove_old() {
  find "$TARGET" -maxdepth 1 -type f -regextype posix-extended \
    -regex ".*/$1-[0-9]{8}-[0-9]{4}\.tar\.gz" -printf '%f\n' |
    LC_ALL=C sort -r | tail -n +$((KEEP + 1)) |
    while IFS= read -r archive; do
      rm -- "$TARGET/$archive"
    done
}

failed=0
ok=0
while read -r name path || [ -n "$name" ]; do
  case $name in '' | '#'*) continue ;; esac
  if back_up "$name" "$path"; then
    ok=$((ok + 1))
    remove_old "$name"
  else
    failed=$((failed + 1))
  fi
done < "$SOURCES"
echo "done: $ok ok, $failed failed"
[ "$failed" -eq 0 ]
SH
chmod 755 backup.sh
