"""The user's cache: a folder for each thing that is pinned, whole whenever it bears its final name."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

from .console import Fault, megabytes, say

MANIFEST = "manifest.json"
PARTIAL = ".partial"
# Files get one old date: cargo would take a file that is younger than a build script's last run for a
# reason to run it again.
DATE = 1_577_836_800
CANNOT = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENOLCK)


def home() -> Path:
    """The folder that everything is kept in."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return Path(base if os.path.isabs(base) else os.path.expanduser("~/.cache")) / "neural-bench"


class Entry:
    """A folder of the cache. Its name holds a hash of the pins, so that other pins are another folder."""

    def __init__(self, name: str, pins: dict[str, Any]) -> None:
        digest = hashlib.sha256(json.dumps(pins, sort_keys=True).encode()).hexdigest()
        self.name = name
        self.path = home() / f"{name}-{pins['version']}-{digest[:12]}"

    def is_whole(self) -> bool:
        """Whether all its files are there with their sizes, which notices what was deleted or cut short."""
        try:
            manifest = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
            folder = str(self.path)
            return all(os.stat(f"{folder}/{file}").st_size == size for file, size in manifest.items())
        except (OSError, ValueError, AttributeError):
            return False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the lock under which the entry is made, and clears what a killed run has left behind.

        The lock ends with the process that holds it, however that ends.
        """
        with writing():
            home().mkdir(parents=True, exist_ok=True)
            lock = open(home() / f"{self.name}.lock", "w", encoding="utf-8")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(f"another run is bringing {self.name}; waiting for it")
                fcntl.flock(lock, fcntl.LOCK_EX)
            for leftover in home().glob(f"{self.name}-*{PARTIAL}"):
                shutil.rmtree(leftover, ignore_errors=True)
            yield

    @contextmanager
    def making(self) -> Iterator[Path]:
        """Gives a scratch folder whose `content` becomes the entry once the block has ended well."""
        with writing():
            scratch = Path(tempfile.mkdtemp(prefix=f"{self.path.name}-", suffix=PARTIAL, dir=home()))
            try:
                (scratch / "content").mkdir()
                yield scratch
                _seal(scratch / "content")
                if self.path.exists():  # damaged, or it would not be made again
                    os.rename(self.path, scratch / "damaged")
                os.rename(scratch / "content", self.path)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)


def _seal(folder: Path) -> None:
    """Lists the files with their sizes, gives all the same date, and has them written to the disk."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {str(path.relative_to(folder)): path.stat().st_size for path in files}
    text = json.dumps(manifest, indent=0)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (DATE, DATE), follow_symlinks=False)
    os.sync()


@contextmanager
def writing() -> Iterator[None]:
    """Turns what the system says of a cache that cannot be written into words."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Fault(
                f"the disk of the cache {home()} is full. Nothing is left behind; make room there, or set "
                "XDG_CACHE_HOME to a folder on a larger disk."
            ) from error
        if error.errno in CANNOT:
            raise Fault(
                f"the cache {home()} cannot be written ({error.strerror}). Set XDG_CACHE_HOME to a folder "
                "of your own."
            ) from error
        raise


def require_space(needed: int) -> None:
    """Says so before a download that the disk cannot hold."""
    free = shutil.disk_usage(home()).free
    if free < needed:
        raise Fault(
            f"the disk of the cache {home()} has {megabytes(free)} left, and {megabytes(needed)} are "
            "needed while downloading and unpacking. Make room there, or set XDG_CACHE_HOME to a folder "
            "on a larger disk."
        )


def link(entry: Entry, place: Path) -> None:
    """Makes `place` a link to the entry, in one step for whoever reads it meanwhile."""
    if os.path.islink(place) and os.readlink(place) == str(entry.path):
        return
    if place.is_dir() and not place.is_symlink():
        raise Fault(f"{place} is a folder, and a link is to be made there. Move the folder away.")
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        os.symlink(entry.path, fresh)
        os.replace(fresh, place)
    finally:
        if fresh.is_symlink():
            fresh.unlink()
