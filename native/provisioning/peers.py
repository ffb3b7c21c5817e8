"""Virtual environments of what is measured beside the suite, each of pinned wheels."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cache import Entry, require_space
from .console import Fault, say
from .wheels import end_with_parent


@dataclass
class Environment:
    """A virtual environment."""

    # What it holds, for the user.
    what: str
    # The file of its wheels with their hashes, in benches/peers.
    requirements: str
    # What it takes, and the wheels while they are unpacked.
    size: int


ENVIRONMENTS = {
    "peers": Environment("PyTorch and Keras for the peers", "requirements.txt", 8_000_000_000),
    "neural-dsl": Environment("the language's Python package", "neural_dsl.txt", 8_000_000_000),
}
# The Python for which the suite's own libraries are taken from the wheels: with another one they would be others.
PYTHON = (3, 11)


def pins(root: Path, name: str) -> dict[str, Any]:
    """What makes one environment another: the requirements, and the Python that it is for."""
    path = requirements(root, name)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return {
        "version": f"python{sys.version_info.major}.{sys.version_info.minor}",
        "python": os.path.realpath(sys.executable),
        "requirements": hashlib.sha256(text.encode()).hexdigest(),
    }


def requirements(root: Path, name: str) -> Path:
    """The wheels with their hashes."""
    return root / "benches" / "peers" / ENVIRONMENTS[name].requirements


def provide(root: Path, name: str) -> Path:
    """Makes sure that an environment is there, and returns its folder."""
    if sys.version_info[:2] != PYTHON:
        raise Fault(
            f"the peers take Python {PYTHON[0]}.{PYTHON[1]}, for which the libraries of this suite were built, and "
            f"python3 is {sys.version.split()[0]}. Put a python3 of that version first on the path."
        )
    entry = Entry(name, pins(root, name))
    if not entry.is_whole():
        with entry.locked():
            if not entry.is_whole():  # or the run that was waited for has made it
                environment = ENVIRONMENTS[name]
                require_space(environment.size)
                say(f"making a virtual environment with {environment.what}, once per machine")
                with entry.making() as scratch:
                    _make(scratch, requirements(root, name))
                say(f"the virtual environment is ready in {entry.path}")
    return entry.path


def _make(scratch: Path, wheels: Path) -> None:
    """Makes the environment. It has no pip of its own, which not every system's python3 could give it."""
    folder = scratch / "content"
    (scratch / "tmp").mkdir()
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder)], scratch)
    python = str(folder / "bin" / "python")
    command = [sys.executable, "-m", "pip", f"--python={python}", "install", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--no-cache-dir", "--no-compile", "--quiet"]
    command += ["--progress-bar=off", "--disable-pip-version-check", "--no-input"]
    _run([*command, f"--requirement={wheels}"], scratch)
    # By content: the files get another date when they are sealed, and would be compiled at every start.
    compiling = [python, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode=unchecked-hash"]
    # Some wheels hold files for other versions of Python, which this one does not compile.
    _run([*compiling, str(folder / "lib")], scratch, check=False)


def _run(command: list[str], scratch: Path, check: bool = True) -> None:
    """Runs a command, whose unfinished files lie in the scratch folder and are cleared with it."""
    environment = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "TMPDIR": str(scratch / "tmp")}
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
        preexec_fn=end_with_parent,
    )
    if check and done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        last = "".join(f"\n    {line[:160]}" for line in lines[-6:])
        raise Fault(
            f"the virtual environment cannot be made: `{' '.join(command[1:4])} …` failed.{last}\n"
            "It takes Linux x86-64, pip 22.3 or later, Python's module venv, and a package index that pip reaches."
        )
