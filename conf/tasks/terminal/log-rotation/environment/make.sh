#!/bin/bash
set -eu
mkdir -p bin sample/archive.log
cd sample
seq -f 'line %g of the web server' 1 80 > web.log
seq -f 'line %g of the queue worker' 1 60 > 'queue worker.log'
echo 'one line' > small.log
: > empty.log
for n in 1 2 3 5; do echo "older $n" | gzip -n > web.log.$n.gz; done
echo 'by hand' > web.log.bak
echo 'by hand' | gzip -n > web.log.old.gz
ln -s /var/log/elsewhere.log linked.log
cp web.log web.logs
