#!/bin/bash
# backup.sh CONFIG STAMP
# Writes TARGET/NAME-STAMP.tar.gz for every source and keeps the newest KEEP archives of each.
config=$1
stamp=$2
. $config

failed=0
ok=0
while read name path; do
  archive=$TARGET/$name-$stamp.tar.gz
  cd $path
  tar czf $archive $(for e in $EXCLUDE; do echo --exclude=$e; done) . 2>/dev/null
  if [ $? -eq 0 ]; then
    echo "ok $name $(tar tzf $archive | wc -l)"
    ok=$((ok + 1))
  else
    failed=$((failed + 1))
  fi
  ls -t $TARGET/$name-*.tar.gz | tail -n +$KEEP | xargs rm
done < $SOURCES
echo "done: $ok ok, $failed failed"
