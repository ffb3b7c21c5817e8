"""Words for the user, who sits behind cargo."""

from __future__ import annotations

import sys


class Fault(Exception):
    """Something that the user has to decide on; its text says what can be done."""


def say(text: str) -> None:
    """Shows a line of progress.

    Cargo keeps the output of build scripts to itself, so it goes to the terminal, if there is one. The
    line that it overwrites is cargo's own progress bar, which cargo draws again.
    """
    line = f"neural-bench: {text}"
    if not sys.stderr.isatty():
        try:
            with open("/dev/tty", "w", encoding="utf-8") as terminal:
                terminal.write(f"\r\x1b[K{line}\n")
            return
        except OSError:
            pass
    print(line, file=sys.stderr, flush=True)


def megabytes(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"
