"""Makes small wheels and data files with their pins, for tests of native/provision.py."""

import gzip
import hashlib
import json
import sys
import zipfile
from pathlib import Path

root = Path(sys.argv[1])
wheels, mirror = root / "wheels", root / "mirror"
wheels.mkdir()
mirror.mkdir()


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wheel(name, version, files):
    path = wheels / f"{name}-{version}-py3-none-manylinux_2_28_x86_64.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-manylinux_2_28_x86_64\n")
        archive.writestr(f"{info}/RECORD", "")
    return {
        "requirement": f"{name}=={version}",
        "file": path.name,
        "bytes": path.stat().st_size,
        "sha256": digest(path),
    }


torch = wheel(
    "neuralbenchtorch",
    "2.13.0",
    {
        "torch/include/torch/headeronly/version.h": '#define TORCH_VERSION \\\n  "2.13.0"\n',
        "torch/include/answer.h": "#define ANSWER 42\n",
        "torch/lib/libtorch_cpu.so": "torch_cpu",
        "torch/lib/unused.so": "unused",
    },
)
cuda = wheel("neuralbenchcuda", "13.0", {"nvidia/lib/libcudart.so.13": "cudart"})
tensorflow = wheel("neuralbenchtensorflow", "2.21.0", {"tensorflow/libtensorflow_cc.so.2": "tensorflow"})
torch["unpack"] = {"torch/include/": "include/", "torch/lib/libtorch_cpu.so": "lib/libtorch_cpu.so"}
cuda["unpack"] = {"nvidia/lib/libcudart.so.13": "lib/libcudart.so.13"}
tensorflow["unpack"] = {"tensorflow/libtensorflow_cc.so.2": "lib/libtensorflow_cc.so.2"}

data = {}
for number, name in enumerate(["train", "test"]):
    path = mirror / f"{name}.gz"
    text = bytes([number]) * 100
    path.write_bytes(gzip.compress(text))
    data[name] = {"bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}

pins = {
    "libtorch": {
        "title": "PyTorch",
        "version": "2.13.0",
        "variable": "LIBTORCH",
        "feature": "torch",
        "wheels": [torch, cuda],
        "unpacked_bytes": 1000,
        "write": {"build-version": "2.13.0\n", "lib/libtorch.so": "INPUT(-ltorch_cpu)\n"},
        "link": {},
    },
    "libtensorflow": {
        "title": "TensorFlow",
        "version": "2.21.0",
        "variable": "TENSORFLOW_DIR",
        "feature": "tensorflow",
        "wheels": [tensorflow],
        "unpacked_bytes": 1000,
        "write": {},
        "link": {"lib/libtensorflow.so": "libtensorflow_cc.so.2"},
    },
    "mnist": {
        "title": "MNIST",
        "version": "1998",
        # Nothing listens on the first, so the second has to do.
        "mirrors": ["http://127.0.0.1:9/", f"{mirror.as_uri()}/"],
        "package": "neural-bench-no-such-package@0.0.0",
        "files": data,
    },
}
(root / "pins.json").write_text(json.dumps(pins, indent=2))
