# Runs a test script, whose path is $0, and keeps others away from what it writes as its verdict: before a command that
# names the reward, what the commands before it have left running is killed. Only then may the script's own background
# jobs stay, when the command is more than a line of text to a file.
# The first line of the seal is a word that nobody else knows; it is gone before anything else runs, and stands beside
# the reward from then on.
{ IFS= read -r __seal; } </tests/.seal && rm -f /tests/.seal || exit 113
set +o history
__verdict=/logs/verifier
__guard() {
  case $BASH_COMMAND in
    *[Rr][Ee][Ww][Aa][Rr][Dd]*) ;;
    *) return 0 ;;
  esac
  local __all=
  case $BASH_COMMAND in
    'echo '*'>'* | 'printf '*'>'*) __all=1 ;;
    'echo '* | 'printf '*) return 0 ;;
  esac
  local __line __pid __parent __kept __found=1 __end=$((SECONDS + 30))
  local -A __gone=()
  while [[ -n $__found ]]; do
    ((SECONDS < __end)) || exit 113
    __found=
    local -A __parents=()
    for __pid in /proc/[0-9]*; do
      # What is gone by now, or has ended, may have started others that were not there to be listed.
      { IFS= read -r __line <"$__pid/stat"; } 2>/dev/null || { __found=1; continue; }
      __pid=${__pid#/proc/} __line=${__line##*) }
      # Process 1 is about to take notice of its end.
      [[ $__line == 'Z 1 '* ]] && __found=1
      if [[ $__line == [ZX]* ]]; then
        [[ ${__gone[$__pid]-} == "$__line" ]] && continue
        __gone[$__pid]=$__line __found=1
      fi
      __line=${__line#* }
      __parents[$__pid]=${__line%% *}
    done
    # Whoever started this shell is kept.
    __pid=$BASHPID __kept=" $BASHPID $$ 1 "
    while [[ -n ${__parents[$__pid]-} && ${__parents[$__pid]} -gt 1 ]]; do
      __pid=${__parents[$__pid]}
      __kept+="$__pid "
    done
    for __pid in "${!__parents[@]}"; do
      [[ $__kept == *" $__pid "* ]] && continue
      if [[ -z $__all ]]; then
        __parent=$__pid
        while [[ $__parent -gt 1 && $__parent != "$$" && -n ${__parents[$__parent]-} ]]; do
          __parent=${__parents[$__parent]}
        done
        [[ $__parent == "$$" ]] && continue
      fi
      __found=1
      kill -9 "$__pid" 2>/dev/null || :
    done
  done
  # What ended before the reward was written is told from what outlived it by the times of files, which go by ticks.
  command -p sleep 0.02 || :
  if [[ ! -d $__verdict || -L $__verdict || ! -w $__verdict || ! -x $__verdict ]]; then
    exit 113
  fi
  for __line in "$__verdict"/reward.txt "$__verdict"/reward.json "$__verdict"/.written; do
    if [[ -L $__line ]] || [[ -e $__line && ( ! -f $__line || ! -w $__line ) ]]; then
      exit 113
    fi
  done
  printf '%s\n' "$__seal" >"$__verdict/.written" || exit 113
  return 0
}
set -T
trap '__guard "$_"' DEBUG
. "$0"
