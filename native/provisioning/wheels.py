"""Native libraries out of the wheels that the package index has."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from .cache import Entry, link, require_space
from .console import Fault, megabytes, say

# All that a wheel for glibc 2.28 may call itself, whatever the machine that downloads it is.
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)] + ["manylinux2014_x86_64"]
GLIBC = (2, 28)


def provide(name: str, pins: dict[str, Any], root: Path) -> Path:
    """Makes sure that a library is there and returns the folder of its shared objects."""
    place = root / "native" / "lib" / name
    own = _own(pins, place)
    if own:
        return own
    entry = Entry(name, pins)
    if not entry.is_whole():
        _require_platform(pins)
        with entry.locked():
            if not entry.is_whole():  # or the run that was waited for has brought it
                with entry.making() as scratch:
                    _make(pins, scratch)
                say(f"{pins['title']} {pins['version']} is ready in {entry.path}")
    link(entry, place)
    return place / "lib"


def _own(pins: dict[str, Any], place: Path) -> Path | None:
    """The user's own copy, if a variable names one; it is looked at, so that the build fails with words."""
    variable = pins["variable"]
    value = os.environ.get(variable, "").rstrip("/")
    if variable == "TENSORFLOW_DIR":
        if not value or _same(Path(value), place / "lib"):
            return None
        folder, needed = Path(value), ["libtensorflow.so"]
    else:
        if "LIBTORCH_USE_PYTORCH" in os.environ:
            from importlib.util import find_spec

            torch = find_spec("torch")
            if not torch or not torch.origin:
                raise Fault("LIBTORCH_USE_PYTORCH is set, and python3 has no torch. Install it, or unset it.")
            return Path(torch.origin).parent / "lib"
        folder = Path(os.environ.get("LIBTORCH_LIB") or value or place) / "lib"
        if not value or _same(folder, place / "lib"):
            return None
        needed = ["libtorch.so", "libtorch_cpu.so", "libc10.so"]
        header = Path(os.environ.get("LIBTORCH_INCLUDE") or value, "include/torch/headeronly/version.h")
        found = re.search(r'TORCH_VERSION\s*\\?\s*"([^"+]+)', _text(header))
        version = found[1] if found else _text(Path(value, "build-version")).split("+")[0].strip()
        if version not in ("", pins["version"]) and "LIBTORCH_BYPASS_VERSION_CHECK" not in os.environ:
            raise Fault(
                f"{variable} names PyTorch {version}, and {pins['version']} is needed. Unset {variable} "
                f"to have it downloaded, or name a copy of {pins['version']}."
            )
    for file in needed:
        if not (folder / file).is_file():
            raise Fault(
                f"{variable} is set to {value}, but there is no {folder / file}. Name "
                + ("the folder that holds it" if variable == "TENSORFLOW_DIR" else "the folder above lib/")
                + f" by its absolute path, or unset {variable} to have {pins['title']} downloaded."
            )
    return folder


def _same(folder: Path, ours: Path) -> bool:
    """Whether .cargo/config.toml names it; a clone may be reached on two ways, one of them through a link."""
    clones = {os.path.realpath(path.parent.parent) for path in (folder, ours)}
    return folder.parts[-2:] == ours.parts[-2:] and len(clones) == 1


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _require_platform(pins: dict[str, Any]) -> None:
    """The wheels hold programs for one platform; torch-sys would fail much later, and without saying why."""
    libc, version = platform.libc_ver()
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if (
        sys.platform != "linux"
        or platform.machine() != "x86_64"
        or libc != "glibc"
        or numbers < GLIBC
    ):
        this = " ".join([sys.platform, platform.machine(), libc or "another C library", version]).strip()
        raise Fault(
            f"{pins['title']} is brought for Linux on x86-64 with glibc 2.28 or later, and this is {this}.\n"
            f"Set {pins['variable']} to a copy of {pins['title']} {pins['version']} for this machine, or "
            "build without it (see native/README.md)."
        )


def _make(pins: dict[str, Any], scratch: Path) -> None:
    """Downloads the wheels, or takes them from the folder that the user named, and unpacks them."""
    given = os.environ.get("NEURAL_BENCH_WHEELS")
    if given:
        folder = Path(given)
        require_space(pins["unpacked_bytes"])
    else:
        folder = scratch / "wheels"
        download(pins, folder, scratch)
    content = scratch / "content"
    for wheel in pins["wheels"]:
        path = folder / wheel["file"]
        _require_hash(path, wheel, pins)
        _unpack(path, wheel["unpack"], content)
        if not given:
            path.unlink()  # its room may be needed for the next
    for file, text in pins["write"].items():
        (content / file).write_text(text, encoding="utf-8")
    for file, target in pins["link"].items():
        (content / file).symlink_to(target)


def _require_hash(path: Path, wheel: dict[str, Any], pins: dict[str, Any]) -> None:
    if not path.is_file():
        names = "".join(f"\n    {each['file']}" for each in pins["wheels"])
        raise Fault(
            f"NEURAL_BENCH_WHEELS is set, and {path.parent} holds no {path.name}. For {pins['title']} "
            f"these are needed:{names}\nUnset it to have them downloaded."
        )
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    if digest.hexdigest() != wheel["sha256"]:
        raise Fault(
            f"{path.name} is not the file that is pinned: its SHA-256 is {digest.hexdigest()}, and "
            f"{wheel['sha256']} was expected. It was not used.{_ways_out(pins)}"
        )


def _unpack(wheel: Path, wanted: dict[str, str], content: Path) -> None:
    """Unpacks files, and what lies below a name that ends in a slash."""
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            for source, target in wanted.items():
                inside = source.endswith("/") and info.filename.startswith(source)
                if info.is_dir() or not (inside or info.filename == source):
                    continue
                path = content / (target + info.filename[len(source) :])
                if ".." in path.parts:
                    raise Fault(f"{wheel.name} holds a name that leads out of it: {info.filename}")
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as packed, open(path, "wb") as file:
                    shutil.copyfileobj(packed, file, 1 << 20)


def download(pins: dict[str, Any], folder: Path, scratch: Path) -> None:
    """Has pip download the wheels, by its own settings for indexes, proxies and certificates."""
    total = sum(wheel["bytes"] for wheel in pins["wheels"])
    # pip copies a file once more when it is there.
    require_space(max(2 * total, total + pins["unpacked_bytes"]) * 21 // 20)
    title = f"{pins['title']} {pins['version']}"
    say(f"downloading {title} ({megabytes(total)}), once per machine")
    lines = [f"{wheel['requirement']} --hash=sha256:{wheel['sha256']}\n" for wheel in pins["wheels"]]
    requirements = scratch / "requirements.txt"
    requirements.write_text("".join(lines), encoding="utf-8")
    (scratch / "tmp").mkdir()
    command = [*_pip(pins), "download", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    command += ["--no-cache-dir", "--progress-bar=off", "--disable-pip-version-check", "--no-input"]
    command += ["--implementation=cp", "--python-version=3.11"]
    command += [f"--platform={each}" for each in PLATFORMS]
    command += [f"--dest={folder}", f"--requirement={requirements}"]
    # Its unfinished files lie in our folder, where their growth is seen and they are cleared with it.
    environment = {**os.environ, "TMPDIR": str(scratch / "tmp"), "PIP_REQUIRE_VIRTUALENV": "0"}
    start = time.monotonic()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
        preexec_fn=end_with_parent,
    ) as pip:
        try:
            words = _watch(pip, scratch, total, title)
        except BaseException:
            pip.kill()
            raise
    if pip.returncode:
        raise _fault(words, pins)
    say(f"downloaded {title} in {time.monotonic() - start:.0f} s; unpacking")


def end_with_parent() -> None:
    """Has the kernel kill pip when this process is killed, or it would go on downloading for nobody."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _watch(pip: subprocess.Popen[str], scratch: Path, total: int, title: str) -> str:
    """Shows how far the download is, at every tenth and every ten seconds; returns what pip says."""
    shown, last = 0, time.monotonic()
    while True:
        try:
            return pip.communicate(timeout=0.5)[0]
        except subprocess.TimeoutExpired:
            pass
        size = 0
        for path in [*scratch.glob("tmp/**/*"), *scratch.glob("wheels/*")]:
            try:
                size += path.stat().st_size if path.is_file() else 0
            except OSError:  # pip has moved it on
                pass
        percent = min(size * 100 // total, 99)
        if percent // 10 > shown // 10 or time.monotonic() - last > 10:
            shown, last = percent, time.monotonic()
            say(f"downloading {title}: {percent} % of {megabytes(total)}")


def _pip(pins: dict[str, Any]) -> list[str]:
    """The pip of this python, or else the one on the path."""
    own = [sys.executable, "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True).returncode == 0:
        return own
    for name in ("pip3", "pip"):
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return [found]
    raise Fault(
        f"{pins['title']} is downloaded with pip, and python3 has none. Install it (Debian: apt install "
        f"python3-pip; elsewhere: python3 -m ensurepip).{_ways_out(pins)}"
    )


def _fault(words: str, pins: dict[str, Any]) -> Exception:
    """What to make of pip's last words."""
    if "No space left" in words or "Disk quota" in words:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if "DO NOT MATCH" in words:
        what = "the package index has another file than the one that is pinned; it was not used"
    else:
        what = f"pip could not download {pins['title']}"
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    last = "".join(f"\n    pip: {line[:160]}" for line in lines[-4:])
    return Fault(f"{what}.{last}{_ways_out(pins)}")


def _ways_out(pins: dict[str, Any]) -> str:
    other = "tensorflow" if pins["feature"] == "torch" else "torch"
    return (
        "\nWhat can be done:"
        "\n  - with a network: see to pip's settings (`pip config list`; index, proxy, certificates)"
        "\n    and build again;"
        "\n  - without: set NEURAL_BENCH_WHEELS to a folder of the wheels, which"
        "\n    `python3 native/provision.py wheels FOLDER` fills on a machine with a network;"
        f"\n  - set {pins['variable']} to a copy of {pins['title']} {pins['version']} that you have;"
        f"\n  - leave it out: cargo bench -p neural-bench-{other}"
    )
