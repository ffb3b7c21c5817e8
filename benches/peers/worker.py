"""What the peers share: being told what to do, and saying what came out.

A peer is a process of its own. Its first argument is a request as JSON; what it says goes to standard output, one
JSON object to a line. The suite's workers in Rust, which run the generated and the hand-written programs,
speak the same way.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, Iterable, Protocol

import numpy as np


class Peer(Protocol):
    """A model that is trained in one way."""

    def set_weights(self, weights: list[np.ndarray]) -> None:
        """Gives the parameters these values, in the order of the layers, a kernel before its bias."""

    def step(self, rows: np.ndarray) -> float:
        """One training step on the images of these rows; the batch's mean loss before the step."""

    def epochs(self, order: np.ndarray, count: int) -> list[float]:
        """Trains passes over all images, and gives the seconds that each took."""

    def predict(self, count: int) -> np.ndarray:
        """The class probabilities of the first images."""


class Data:
    """The images of an epoch, and the order in which they are trained on."""

    def __init__(self, folder: Path) -> None:
        shape = json.loads((folder / "dataset.json").read_text())["shape"]
        self.images = np.fromfile(folder / "train_images.f32", dtype=np.float32).reshape([-1, *shape])
        self.labels = np.fromfile(folder / "train_labels.u8", dtype=np.uint8)
        self.order = np.fromfile(folder / "order.i64", dtype=np.int64)


def say(event: Any) -> None:
    print(json.dumps(event, allow_nan=False), flush=True)


def imported() -> None:
    """To be called when everything is imported."""
    say({"milestone": "imported"})


def request() -> dict[str, Any]:
    """What is to be done."""
    _end_with_the_parent()
    return json.loads(sys.argv[1])


def answer(request: dict[str, Any], load: Any, make: Any, version: str, threads: int) -> None:
    """Does it. `load` brings the data into the library's form, `make` builds a peer on it."""
    task = request["tasks"][0]["contest"]
    data = Data(Path(request["data"]))
    resident_data = load(task, data)
    batch_size = task["batch_size"]
    batches = [data.order[i : i + batch_size] for i in range(0, len(data.order), batch_size)]
    # What reading the data has freed goes back to the system, or training would find it there and seem to need less.
    ctypes.CDLL(None).malloc_trim(0)
    # From here on the kernel's mark of the most memory counts anew.
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass  # then the mark holds the importing, too
    resident = memory("VmRSS")
    anonymous = memory("RssAnon")
    peer: Peer = make(task, *resident_data)

    if task["weights"]:
        weights = json.loads(Path(task["weights"]).read_text())
        peer.set_weights([np.float32(each["values"]).reshape(each["shape"]) for each in weights])
        losses = [peer.step(batches[i % len(batches)]) for i in range(task["effort"]["steps"])]
        say({"done": {"losses": losses}})
        return

    peer.step(batches[0])
    say({"milestone": "first_batch"})
    effort = task["effort"]
    # The first passes are not counted: some things are compiled or allocated only then.
    epochs = peer.epochs(data.order, effort["warm_up_epochs"] + effort["epochs"])[effort["warm_up_epochs"] :]
    # Whole batches only: an epoch has the short one.
    whole = [batch for batch in batches if len(batch) == batch_size] or batches
    steps = timed(lambda i: peer.step(whole[i % len(whole)]), effort["steps"])
    predictions = timed(lambda _: peer.predict(effort["predicted"]), effort["predictions"])
    say(
        {
            "done": {
                "contest": {
                    "version": version,
                    "threads": threads,
                    "epochs": epochs,
                    "steps": steps,
                    "predictions": predictions,
                    "resident": resident,
                    "peak": memory("VmHWM"),
                    "anonymous": anonymous,
                    "files": memory("RssFile"),
                }
            }
        }
    )


def timed(work: Any, count: int) -> list[float]:
    """The seconds that each call takes, after a tenth as many that do not count."""
    seconds = []
    for i in range(count // 10 + count):
        start = time.perf_counter()
        work(i)
        seconds.append(time.perf_counter() - start)
    return seconds[count // 10 :]


def memory(name: str) -> int:
    """A figure of the kernel's about this process' memory, in bytes."""
    lines: Iterable[str] = Path("/proc/self/status").read_text().splitlines()
    for line in lines:
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0


def _end_with_the_parent() -> None:
    """Ends this process where the one that started it is gone: its end of standard input closes then."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
