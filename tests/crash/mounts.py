"""File systems of a run's own: in a mount namespace that goes away with the process and its children."""

import ctypes
import errno
import os
import subprocess

CLONE_NEWNS = 0x20000
MS_REC, MS_PRIVATE = 0x4000, 0x40000
MIB = 1 << 20
library = ctypes.CDLL(None, use_errno=True)


class NotPermitted(Exception):
    """This user may mount nothing here."""


def call(name, *arguments):
    if getattr(library, name)(*arguments) == 0:
        return
    fault = ctypes.get_errno()
    if fault in (errno.EPERM, errno.EACCES):
        raise NotPermitted(name)
    raise OSError(fault, f"{name}: {os.strerror(fault)}")


def own_namespace():
    """What is mounted from now on nobody else sees. Raises NotPermitted."""
    call("unshare", CLONE_NEWNS)
    call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)


def mount_tmpfs(path, mib):
    os.makedirs(path)
    call("mount", b"tmpfs", path.encode(), b"tmpfs", 0, f"size={mib}m,mode=700".encode())


def command(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"{' '.join(words)}: {done.stdout.strip()}")


class LoopDisk:
    """An ext4 of its own on a file."""

    def __init__(self, image, path, mib):
        self.image, self.path = image, path
        os.makedirs(path)
        with open(image, "wb") as file:
            file.truncate(mib * MIB)
        command("mkfs.ext4", "-q", "-F", image)

    def mount(self, options="loop"):
        command("mount", "-t", "ext4", "-o", options, self.image, self.path)

    def abort(self):
        """From now on every write is refused, as after a fault of the device; a remount to read-only would be refused
        while files are open for writing."""
        command("mount", "-o", "remount,abort", self.path)

    def unmount(self):
        command("umount", self.path)


class Ballast:
    """A file that takes up room."""

    def __init__(self, directory):
        self.path = os.path.join(directory, "ballast")

    def leave(self, mib):
        """So much is free then, about."""
        found = os.statvfs(os.path.dirname(self.path))
        size = found.f_bavail * found.f_frsize - int(mib * MIB)
        if size > 0:
            with open(self.path, "wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)

    def drop(self):
        if os.path.exists(self.path):
            os.unlink(self.path)
