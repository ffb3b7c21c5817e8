#!/usr/bin/env python3
"""Brings what the suite needs and cargo cannot: libtorch, TensorFlow and the MNIST data set.

    python3 native/provision.py libtorch | libtensorflow | mnist   bring it; print the folder it is in
    python3 native/provision.py peers | neural-dsl                 make a Python that is measured beside ours
    python3 native/provision.py wheels FOLDER                      download the wheels for other machines
    python3 native/provision.py status                             show what is in the cache, and where
    python3 native/provision.py clean                              remove what is in the cache

What is brought, with its hashes, is in pins.json; native/README.md says more. Builds call this by
themselves. Needs Python 3.8 and nothing else; it reaches for the network only when something is missing.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from provisioning import cache, mnist, peers, wheels
from provisioning.console import Fault, megabytes

# As cargo writes it: not resolved, for paths are compared with those in .cargo/config.toml.
ROOT = Path(os.path.abspath(__file__)).parent.parent
PINS: dict[str, Any] = json.loads((ROOT / "native" / "pins.json").read_text(encoding="utf-8"))


def provide(name: str, patient: bool = True) -> Path:
    """Makes sure that a library or the data set is there."""
    if name == "mnist":
        return mnist.provide(name, PINS[name], ROOT, patient)
    return wheels.provide(name, PINS[name], ROOT)


def fill(folder: Path) -> None:
    """Downloads all wheels into a folder, for machines without a network."""
    folder.mkdir(parents=True, exist_ok=True)
    cache.home().mkdir(parents=True, exist_ok=True)
    for pins in PINS.values():
        if "wheels" in pins:
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                wheels.download(pins, folder, Path(scratch))
    print(folder)


def environments() -> dict[str, Any]:
    """The pins of the virtual environments."""
    return {name: peers.pins(ROOT, name) for name in peers.ENVIRONMENTS}


def status() -> None:
    """Shows what is in the cache, and which of it this clone uses."""
    print(f"cache {cache.home()}")
    everything = {**PINS, **environments()}
    used = {str(cache.Entry(name, pins).path): name for name, pins in everything.items()}
    for path in sorted(cache.home().glob("*/")):
        size = sum(file.lstat().st_size for file in path.rglob("*"))
        name = used.get(str(path))
        if path.name.endswith(cache.PARTIAL):
            state = "unfinished; the next run clears it"
        elif not name:
            state = "of other pins"
        elif cache.Entry(name, everything[name]).is_whole():
            state = "whole, used by this clone"
        else:
            state = "damaged; the next build repairs it"
        print(f"  {path.name:<32} {megabytes(size):>8}  {state}")
    for name in PINS:
        place = ROOT / "native" / "lib" / name
        print(f"native/lib/{name:<14} {os.readlink(place) if place.is_symlink() else 'not linked'}")


def clean() -> None:
    """Removes what is in the cache, of this clone's pins and of others, and this clone's links to it."""
    for name, pins in {**PINS, **environments()}.items():
        with cache.Entry(name, pins).locked():
            for path in cache.home().glob(f"{name}-*/"):
                shutil.rmtree(path)
            (cache.home() / f"{name}.failed").unlink(missing_ok=True)
        place = ROOT / "native" / "lib" / name
        if place.is_symlink():
            place.unlink()
    print(f"removed what was in {cache.home()}")


def main(arguments: list[str]) -> int:
    """Runs a command and returns the status to exit with."""
    try:
        if len(arguments) == 1 and arguments[0] in PINS:
            print(provide(arguments[0]))
        elif len(arguments) == 1 and arguments[0] in peers.ENVIRONMENTS:
            print(peers.provide(ROOT, arguments[0]))
        elif arguments == ["mnist", "--remember"]:
            print(provide("mnist", patient=False))
        elif arguments == ["status"]:
            status()
        elif arguments == ["clean"]:
            clean()
        elif len(arguments) == 2 and arguments[0] == "wheels":
            fill(Path(arguments[1]).absolute())
        else:
            print(__doc__, file=sys.stderr)
            return 2
    except Fault as fault:
        print(f"neural-bench: {fault}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"neural-bench: {' '.join(arguments)}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
