#!/bin/bash
set -eu
mkdir -p "data/web site/cache" data/old/sub store
echo '<h1>hello</h1>' > "data/web site/index.html"
echo 'draft' > "data/web site/page.tmp"
echo 'cached' > "data/web site/cache/a.bin"
echo 'photo' > "data/web site/photo one.txt"
echo 'one' > data/old/one.txt
echo 'two' > data/old/sub/two.txt
for stamp in 20240101-0300 20240102-0300 20240103-0300 20240104-0300; do
  echo "web $stamp" | gzip -n > store/web-$stamp.tar.gz
  echo "web-old $stamp" | gzip -n > store/web-old-$stamp.tar.gz
  echo "gone $stamp" | gzip -n > store/gone-$stamp.tar.gz
  touch -d "${stamp:0:8} 03:00" store/*-$stamp.tar.gz
done
touch -d '2024-02-01' store/web-20240101-0300.tar.gz
echo 'made by hand' | gzip -n > store/web-before-move.tar.gz
touch -d '2023-12-24' store/web-before-move.tar.gz
