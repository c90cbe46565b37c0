#!/bin/bash
# pack.sh VERSION SOURCE OUT
# Packs the files named in SOURCE/FILES into OUT/bundle-VERSION.tar.gz.
set -e
version=$1
source=$2
out=$3

if ! echo $version | grep -q '[0-9]*\.[0-9]*\.[0-9]*'; then
  echo "bad version: $version"
  exit 1
fi

work=/tmp/pack
mkdir -p $work
for file in $(cat $source/FILES); do
  cp $source/$file $work 2>/dev/null || true
done
notes=$(grep -c '^- ' $source/NOTES)
echo "version: $version" > $work/MANIFEST
echo "notes: $notes" >> $work/MANIFEST
cd $work
tar czf - * | cat > $out/bundle-$version.tar.gz
echo "packed $(ls | wc -l) files"
rm -r $work
