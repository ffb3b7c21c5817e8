"""The Python package of the language, `neural-dsl`: what its parser and its code generator take.

This is its fair form: the parser that it builds when it is imported serves every text, its tracing (PySnooper) and its
logging are off, and what it prints is thrown away. Starting and importing are not timed. The suite's own compiler is asked
the same, and answers in the same way (`benches/src/compiler/beside/answer.rs`).
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import logging
import os
import time
from typing import Any

os.environ["PYSNOOPER_DISABLED"] = "1"  # read when it is imported
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
logging.disable(logging.CRITICAL)

import worker
from neural.code_generation.code_generator import generate_code
from neural.parser.parser import ModelTransformer, network_parser

BACKENDS = {"torch": "pytorch", "tensorflow": "tensorflow"}
OUTPUTS = ["model", *BACKENDS]


def make(text: str, output: str) -> Any:
    """The model of a text, or its program."""
    model = ModelTransformer().transform(network_parser.parse(text))
    return model if output == "model" else generate_code(model, BACKENDS[output])


def measure(texts: list[dict[str, str]], effort: dict[str, float]) -> list[dict[str, Any]]:
    """Makes every output of every text, round after round."""
    made = []
    for text in texts:
        for output in OUTPUTS:
            program = make(text["text"], output)
            characters = None if output == "model" else len(program)
            made.append({"text": text["name"], "output": output, "characters": characters, "seconds": []})
    sources = {text["name"]: text["text"] for text in texts}

    def one_round() -> list[float]:
        seconds = []
        for each in made:
            source = sources[each["text"]]
            start = time.perf_counter()
            make(source, each["output"])
            seconds.append(time.perf_counter() - start)
        return seconds

    start = time.perf_counter()
    while time.perf_counter() - start < effort["warm_up"]:
        one_round()
    start = time.perf_counter()
    for _ in range(int(effort["rounds"])):
        for each, seconds in zip(made, one_round()):
            each["seconds"].append(seconds)
        if time.perf_counter() - start >= effort["seconds"]:
            break
    return made


def main() -> None:
    request = worker.request()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        made = measure(request["texts"], request["effort"])
    version = importlib.metadata.version("neural-dsl")
    worker.say({"compiler": f"neural-dsl {version}", "made": made})


if __name__ == "__main__":
    main()
