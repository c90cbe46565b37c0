# Runs one command under bubblewrap, in the user, mount and pid namespaces that unshare(1) has just made.
# Its own messages go to file descriptor 2, the command's standard error is descriptor 8.
# Arguments: the merged root directory, the fstab, the status file, the file with the command. (bubblewrap always
# brings the loopback interface up.)
merged=$1
knobs=
# Files there belong to the real root, who needs no capability to write to them.
for name in sys irq bus fs; do
  if [ -d "/proc/$name" ]; then
    knobs="$knobs --ro-bind /proc/$name /proc/$name"
  fi
done
exec 9>"$3" || exit 125
mount -a -T "$2" || exit 125
. "$4" || exit 125
exec bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --hostname sandbox \
  --bind "$merged" / --proc /proc $knobs --dev /dev --json-status-fd 9 -- "$@" 2>&8 8>&-
