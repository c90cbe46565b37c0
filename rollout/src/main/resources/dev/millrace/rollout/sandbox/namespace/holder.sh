# Holds the namespaces and mounts of one sandbox and runs its requests, one after another. Nothing of an agent runs in
# this shell: each request is a script of the supervisor's that becomes the launcher of a command.
# Arguments: the directory of the supervisor's files, then the control groups to join.
# A request is a line: a marker that no command knows, `merged` or `apart`, and the file to read from.
# The answer is a line with the marker, the output, the marker and the status on descriptor 1; and the same on descriptor
# 2, without the status, where that is kept apart.
# A command's streams are opened anew: what it sets on them would hold for this shell's, too.
files=$1
shift
for group in "$@"; do
  echo 0 >"$group/cgroup.procs" || exit 125
done
mount -a -T "$files/fstab" || exit 125
exec 8>&2 2>/dev/null
echo ready
while read -r marker streams input; do
  echo "$marker"
  if [ "$streams" = merged ]; then
    (. "$files/request") <"$input" >/proc/self/fd/1 2>&1
    code=$?
  else
    echo "$marker" >&8
    (. "$files/request") <"$input" >/proc/self/fd/1 2>/proc/self/fd/8
    code=$?
    echo "$marker" >&8
  fi
  echo "$marker$code"
done
