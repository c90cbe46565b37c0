package dev.millrace.rewards.integrity.dependency;

import java.util.Set;

/// Names that code imports and no registry has under that name: modules of the languages
/// themselves, and modules that are named otherwise than their packages.
final class Modules {
  private static final Set<String> PYTHON =
      Set.of(
          ("__future__ abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins"
                  + " bz2 calendar cmath cmd code codecs codeop collections colorsys compileall"
                  + " concurrent configparser contextlib contextvars copy copyreg csv ctypes curses"
                  + " dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip"
                  + " enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib"
                  + " functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac"
                  + " html http imaplib importlib inspect io ipaddress itertools json keyword"
                  + " linecache locale logging lzma mailbox marshal math mimetypes mmap"
                  + " multiprocessing netrc numbers operator os pathlib pdb pickle pickletools pkgutil"
                  + " platform plistlib poplib posixpath pprint profile pstats pty pwd py_compile"
                  + " pyclbr queue quopri random re readline reprlib resource rlcompleter runpy sched"
                  + " secrets select selectors shelve shlex shutil signal site smtplib socket"
                  + " socketserver sqlite3 ssl stat statistics string stringprep struct subprocess"
                  + " symtable sys sysconfig syslog tarfile tempfile termios test textwrap threading"
                  + " time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty"
                  + " turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref"
                  + " webbrowser wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo"
                  // named otherwise than their packages
                  + " yaml cv2 PIL sklearn skimage bs4 dateutil dotenv jwt Crypto OpenSSL serial"
                  + " usb git google attr attrs pkg_resources setuptools _pytest zmq win32api"
                  + " MySQLdb psycopg2 docx pptx fitz magic nacl slugify markdown lightning"
                  + " rest_framework ruamel dns gi wx flask_sqlalchemy websocket kafka pymongo bson"
                  + " jose github telegram tests conftest")
              .split(" "));
  private static final Set<String> NODE =
      Set.of(
          ("assert async_hooks buffer child_process cluster console crypto dgram dns events fs http"
                  + " http2 https inspector module net node os path perf_hooks process punycode"
                  + " querystring readline repl stream string_decoder timers tls tty url util v8 vm"
                  + " worker_threads zlib test sqlite")
              .split(" "));

  private Modules() {}

  static boolean isKnown(Registry registry, String name) {
    return switch (registry) {
      case PYPI -> PYTHON.contains(name);
      case NPM -> NODE.contains(name);
      case CRATES, MAVEN -> false;
    };
  }
}
