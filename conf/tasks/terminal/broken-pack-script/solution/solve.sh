#!/bin/bash
set -euo pipefail
cat > pack.sh <<'SH'
#!/bin/bash
# pack.sh VERSION SOURCE OUT
# Packs the files named in SOURCE/FILES into OUT/bundle-VERSION.tar.gz.
set -euo pipefail

if [ $# -ne 3 ]; then
  echo "usage: pack.sh VERSION SOURCE OUT" >&2
  exit 2
fi
version=$1
source=$2
out=$3

if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "bad version: $version" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree"

packed=0
while IFS= read -r file || [ -n "$file" ]; do
  case $file in '' | '#'*) continue ;; esac
  if ! [ -f "$source/$file" ]; then
    echo "missing file: $file" >&2
    exit 1
  fi
  mkdir -p "$work/tree/$(dirname "$file")"
  cp "$source/$file" "$work/tree/$file"
  packed=$((packed + 1))
done < "$source/FILES"

notes=0
if [ -f "$source/NOTES" ]; then
  notes=$(grep -c '^- ' "$source/NOTES" || true)
fi
printf 'version: %s\nnotes: %s\n' "$version" "$notes" > "$work/tree/MANIFEST"

mkdir -p "$out"
tar -C "$work/tree" --sort=name --format=ustar --mtime='2000-01-01 00:00:00Z' \
  --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' -cf "$work/bundle.tar" .
gzip -n -9 "$work/bundle.tar"
mv "$work/bundle.tar.gz" "$out/bundle-$version.tar.gz"
echo "packed $packed files"
SH
chmod 755 pack.sh
rm -rf out /tmp/pack
