# Process 1 of a sandbox's container. It reads requests, one a line, each a call of a function below, and says on
# both of its output streams where the output of a command begins and how it ended. Ending processes takes builtins
# alone, so that it works where no process can be started any more.
#
# A frame is \036, the request's nonce, a space, a word and \036. The words: `more`, when the next 32 KiB of a command's
# input may come; `begun`; the command's status, with ` left` where it left processes; `killed` in answer to the signal USR1, after all that was said before.
# The system's own programs first: a command may have put others where shells look before these.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
LC_ALL=C
exec 3>&1 4>&2 >/dev/null 2>&1
umask 022
# Some engines make a root directory that nobody may write to.
[[ -w / ]] || chmod u+w /
# Each job gets a process group, and does not ignore interrupts.
set -m
shopt -s nullglob dotglob
nonce= busy= killed= shells=

frame() {
  printf '\036%s %s\036' "$nonce" "$1" >&3
  printf '\036%s %s\036' "$nonce" "$1" >&4
}

# Whether a process belongs to an open shell: its hard limit on file locks, which limits nothing and cannot be raised
# again, is the shell's number.
belongs() {
  local line words
  while read -r line; do
    if [[ $line == 'Max file locks'* ]]; then
      read -ra words <<<"$line"
      [[ " $shells " == *" ${words[4]} "* ]]
      return
    fi
  done <"/proc/$1/limits"
  return 1
}

# The processes of no open shell.
strays() {
  local path
  stray=()
  for path in /proc/[0-9]*; do
    [[ $path == /proc/1 ]] || { [[ $shells ]] && belongs "${path#/proc/}"; } || stray+=("${path#/proc/}")
  done
  ((${#stray[@]}))
}

# Ends all processes but those of open shells, and returns when they are gone.
sweep() {
  while strays; do
    if [[ $shells ]]; then
      # Stopped first, so that none starts another one meanwhile.
      kill -STOP "${stray[@]}"
      kill -KILL "${stray[@]}"
    else
      kill -KILL -1
    fi
  done
}

acknowledge() {
  frame killed
  killed=
}

on_signal() {
  killed=1
  if [[ $busy ]]; then sweep; else acknowledge; fi
}
trap on_signal USR1

# run NONCE INPUT_BYTES STREAMS MEMORY_KIB DIRECTORY SCRATCH WORD...
run() {
  local bytes=$2 streams=$3 memory=$4 directory=$5 scratch=$6 error=4 status
  nonce=$1 busy=1
  shift 6
  exec 5</dev/null
  if ((bytes)); then
    # Piece by piece, for Podman loses what does not fit into the pipe.
    for (( ; bytes > 0; bytes -= 32768)); do
      frame more
      head -c "$((bytes < 32768 ? bytes : 32768))"
    done >/.millrace-input
    exec 5</.millrace-input
    rm -f /.millrace-input
  fi
  [[ $scratch ]] && eval "find $scratch -mindepth 1 -delete"
  [[ $streams == merged ]] && error=3
  frame begun
  (
    ulimit -c 0
    # gVisor has no such limit, hence no shells.
    ulimit -x 1 2>/dev/null
    # Where memory runs out, a command goes first, not this process.
    echo 1000 >/proc/self/oom_score_adj
    [[ $memory == 0 ]] || ulimit -v "$memory"
    cd -- "$directory" || exit 125
    exec env -i "$@"
  ) <&5 >&3 2>&"$error" 3>&- 4>&- 5<&- &
  exec 5<&-
  [[ $killed ]] && sweep
  wait $!
  status=$?
  if [[ $killed && $status == 138 ]]; then
    # The signal came first; now for how the command ended.
    wait $!
    status=$?
  fi
  strays && status+=' left'
  sweep
  frame "$status"
  busy=
  [[ $killed ]] && acknowledge
}

# shells NONCE NUMBER...: the shells that are open from now on.
shells() {
  nonce=$1 busy=1
  shift
  shells=$*
  frame begun
  sweep
  frame 0
  busy=
  [[ $killed ]] && acknowledge
}

# list NONCE DIRECTORY...: the paths of what is in the directories, each with a NUL after it.
list() {
  local directory
  nonce=$1 busy=1
  shift
  frame begun
  for directory; do
    set -- "$directory"/*
    (($#)) && printf '%s\0' "$@" >&3
  done
  frame 0
  busy=
  [[ $killed ]] && acknowledge
}

while IFS= read -r line || [[ $killed ]]; do
  eval "$line"
done
