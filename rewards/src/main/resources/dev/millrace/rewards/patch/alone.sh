# Ends whatever else runs here: what tests have left behind could read from the output how their end is marked.
__millrace_alone() (
  set +efux
  pid=$$ kept=" 1 $BASHPID "
  # Whoever started this shell is kept.
  while ((pid > 1)); do
    kept+="$pid "
    IFS= read -r line <"/proc/$pid/stat" || break
    line=${line##*) } line=${line#* } pid=${line%% *}
  done
  for ((round = 0; round < 100; round++)); do
    found=
    for directory in /proc/[0-9]*; do
      pid=${directory#/proc/}
      [[ $kept == *" $pid "* ]] && continue
      IFS= read -r line <"$directory/stat" || continue
      [[ ${line##*) } == [ZX]* ]] && continue
      kill -9 "$pid" && found=1
    done
    [[ $found ]] || exit 0
  done
  exit 1
)
