# Runs one command in the namespaces that unshare(1) has just made inside a holder's, as their process 1.
# Its own messages go to descriptors 2 and 9, the status file; the command's standard error is descriptor 8.
# Arguments: the stage directory, the fstab, "loopback" where 127.0.0.1 is wanted, or "none", then what enters the tree,
# drops all rights and becomes the command.
# No program of the agent's tree may run before that: so the tools come from the stage, which holds the host's /usr and
# nothing an agent can write to.
stage=$1
fstab=$2
network=$3
shift 3
exec 7>/dev/null
mount -a -T "$fstab" || exit 125
echo sandbox >/proc/sys/kernel/hostname 2>/dev/null || hostname sandbox || exit 125
if [ "$network" = loopback ]; then
  # Perl is in every Debian: 0x8914 is SIOCSIFFLAGS, 0x49 is up, loopback and running.
  ip link set lo up 2>/dev/null || perl -e '
    $request = pack("a16 S x14", "lo", 0x49);
    socket(S, 2, 2, 0) && ioctl(S, 0x8914, $request) or die "lo: $!\n"' || {
    echo "the loopback interface could not be brought up: install iproute2 or perl" >&2
    exit 125
  }
fi
cd "$stage" || exit 125
pivot_root . old || exit 125
umount -l /old || exit 125
# A session of its own, or a signal to the command's process group would reach this shell and the holder. What the shell itself says of a signal is no word of the command's.
exec 2>&7 7>&-
(
  exec "$@" 2>&8 8>&- 9>&-
)
code=$?
echo "exit-code $code" >&9
exit $code
