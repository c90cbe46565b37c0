# Ends whatever else runs here: what tests have left behind could read from the output how their end is marked.
__millrace_alone() (
  set +efux
  pid=$BASHPID kept=' 1 '
  # Whoever started this shell is kept.
  while ((pid > 1)); do
    kept+="$pid "
    IFS= read -r line <"/proc/$pid/stat" || break
    line=${line##*) } line=${line#* } pid=${line%% *}
  done
  declare -A ended=()
  end=$((SECONDS + 30))
  while ((SECONDS < end)); do
    found=
    for directory in /proc/[0-9]*; do
      pid=${directory#/proc/}
      [[ $kept == *" $pid "* ]] && continue
      # What is gone by now, or has ended, may have started others that were not there to be listed. Of a process that
      # has ended, threads may go on.
      IFS= read -r line <"$directory/stat" || { found=1; continue; }
      kill -9 "$pid"
      [[ ${line##*) } == [ZX]* && ${ended[$pid]-} == "$line" ]] && continue
      ended[$pid]=$line found=1
    done
    [[ $found ]] || exit 0
  done
  exit 1
)
