package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the kernel keeps from a sandbox: privileges, calls, and files of its own.
interface KernelRules extends EscapeRules {
  /// What every mechanism refuses, by the numbers on x86-64 and arm64. (Podman leaves some calls to
  /// capabilities, such as `mount`.)
  String REFUSED_CALLS =
      """
      import ctypes, os
      libc = ctypes.CDLL(None, use_errno=True)
      column = 1 if os.uname().machine == 'aarch64' else 0
      calls = dict(
          bpf=((321, 280), 0, 0, 0), userfaultfd=((323, 282), 1),
          pivot_root=((155, 41), 0, 0), kexec_load=((246, 104), 0, 0, 0, 0),
          perf_event_open=((298, 241), 0, 0, -1, -1, 0), init_module=((175, 105), 0, 0, 0),
          open_by_handle_at=((304, 265), -100, 0, 0), reboot=((169, 142), 0, 0, 0))
      for name, (numbers, *arguments) in calls.items():
          ctypes.set_errno(0)
          result = libc.syscall(ctypes.c_long(numbers[column]), *map(ctypes.c_long, arguments))
          # EPERM, or ENOSYS as in a kernel without the call.
          if result != -1 or ctypes.get_errno() not in (1, 38):
              print(name, result, ctypes.get_errno())
      """;

  @Test
  default void callsAreFiltered() throws InterruptedException {
    if (isFull("system calls")) {
      assertEquals("Seccomp:\t2\n", tries("grep Seccomp: /proc/self/status").stdout());
      assertEquals("", tries(EscapeRules.python(REFUSED_CALLS)).stdout());
    }
  }

  @Test
  default void theKernelsFilesCannotBeWritten() throws InterruptedException {
    for (String file :
        List.of(
            "/proc/sys/kernel/core_pattern",
            "/proc/sys/kernel/modprobe",
            "/proc/sys/vm/panic_on_oom",
            "/proc/sysrq-trigger",
            "/sys/kernel/uevent_helper",
            "/sys/fs/cgroup/memory/release_agent",
            "/sys/fs/cgroup/cgroup.procs")) {
      fails("echo x > " + file);
    }
    fails("head -c 1 /proc/kcore");
    fails("head -c 1 /dev/mem");
    fails("mknod /tmp/disk b 8 0 && head -c 1 /tmp/disk");
  }

  /// As container engines have it.
  @Test
  default void filesAboutTheHostsKernelAreEmpty() throws InterruptedException {
    for (String file :
        List.of("kcore", "keys", "latency_stats", "sched_debug", "timer_list", "timer_stats")) {
      assertEquals("0\n", tries("head -c 1 /proc/" + file + " 2>/dev/null | wc -c").stdout(), file);
    }
    for (String directory : List.of("acpi", "asound", "scsi")) {
      assertEquals("", tries("ls -A /proc/" + directory + " 2>/dev/null; true").stdout());
    }
  }

  @Test
  default void noMountAndNoNamespaceCanBeMade() throws InterruptedException {
    fails("mount -t tmpfs t /mnt");
    fails("mount --bind / /mnt");
    fails("mount -t proc p /mnt");
    fails("umount /proc");
    String breakOut =
        """
        import os
        os.makedirs('x', exist_ok=True)
        root = os.open('/', os.O_RDONLY)
        os.chroot('x')
        os.fchdir(root)
        for i in range(64): os.chdir('..')
        os.chroot('.')
        print(open('HOST/secret').read())
        """;
    fails(EscapeRules.python(breakOut.replace("HOST", host().toString())));
    fails("nsenter -t 1 -m true");
    // A user namespace of one's own, where it can be made, gives nothing of the sandbox's outside.
    fails("unshare -Urm sh -c 'mount -t proc p /mnt && cat /mnt/1/root" + host() + "/secret'");
  }

  @Test
  default void noPrivilegeIsGained() throws InterruptedException {
    String status =
        tries("grep -E 'Cap(Eff|Prm|Bnd|Inh|Amb)|NoNewPrivs' /proc/self/status").stdout();
    assertTrue(status.contains("NoNewPrivs:\t1"), status);
    for (String line : status.lines().filter(l -> l.startsWith("Cap")).toList()) {
      long held = Long.parseLong(line.substring(line.indexOf('\t') + 1), 16);
      assertEquals(0, held, line);
    }
    fails("cp /bin/sh /tmp/s && chmod 4755 /tmp/s && /tmp/s -p -c 'mount -t tmpfs t /mnt'");
  }
}
