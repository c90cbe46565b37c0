#!/bin/bash
set -euo pipefail
cat > bin/rotate.sh <<'SH'
#!/bin/bash
# rotate.sh DIRECTORY KEEP [MIN_BYTES]: rotates the logs of a directory.
set -euo pipefail

usage() {
  echo "usage: rotate.sh DIRECTORY KEEP [MIN_BYTES]" >&2
  exit 2
}

[ $# -eq 2 ] || [ $# -eq 3 ] || usage
directory=$1
keep=$2
min=${3:-1000}
[ -d "$directory" ] || usage
[[ $keep =~ ^[1-9][0-9]*$ && $min =~ ^[0-9]+$ ]] || usage

shopt -s nullglob
export LC_ALL=C
cd "$directory"
for log in *.log; do
  [ -f "$log" ] && ! [ -L "$log" ] || continue
  size=$(stat -c %s -- "$log")
  if [ "$size" -eq 0 ] || [ "$size" -lt "$min" ]; then
    continue
  fi
  for old in "$log".*.gz; do
    number=${old#"$log".}
    number=${number%.gz}
    if [[ $number =~ ^[1-9][0-9]*$ ]] && [ "$number" -ge "$keep" ]; then
      rm -- "$old"
    fi
  done
  for ((number = keep - 1; number >= 1; number--)); do
    if [ -e "$log.$number.gz" ]; then
      mv -- "$log.$number.gz" "$log.$((number + 1)).gz"
    fi
  done
  gzip -n -c -- "$log" > "$log.1.gz"
  : > "$log"
  echo "rotated $log"
done
SH
chmod 755 bin/rotate.sh
