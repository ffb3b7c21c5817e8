"""The models as one writes them in PyTorch, and three ways to train them: eager, tuned, compiled."""

import os
import tempfile
import time

# A first run is what is measured, so `torch.compile` finds nothing that an earlier process left.
cache = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
os.environ["TORCHINDUCTOR_CACHE_DIR"] = cache.name
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import worker

worker.imported()


def simple_mlp():
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(128, 10),
    )


def deep_mlp():
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(512, 256),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(256, 128),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(128, 10),
    )


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
    )


MODELS = {"simple_mlp": simple_mlp, "deep_mlp": deep_mlp, "cnn": cnn}


class Eager:
    """The training loop of PyTorch's own tutorials."""

    def __init__(self, model, images, labels, batch_size):
        self.model = model
        self.images = images
        self.labels = labels
        self.batch_size = batch_size
        self.optimizer = self.make_optimizer()

    @staticmethod
    def prepare(images):
        return images

    def make_optimizer(self):
        # The language's epsilon, which is Keras'.
        return torch.optim.Adam(self.model.parameters(), lr=0.001, eps=1e-7)

    def forward(self, images):
        return self.model(images)

    def train_step(self, rows):
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.forward(self.images[rows]), self.labels[rows])
        loss.backward()
        self.optimizer.step()
        return loss

    def train_epoch(self, order):
        total = 0.0
        for rows in order.split(self.batch_size):
            total += self.train_step(rows).item() * len(rows)
        return total / len(order)

    def step(self, rows):
        return self.train_step(torch.from_numpy(rows)).item()

    def epochs(self, order, count):
        order = torch.from_numpy(order)
        seconds = []
        for _ in range(count):
            start = time.perf_counter()
            self.train_epoch(order)
            seconds.append(time.perf_counter() - start)
        return seconds

    def predict(self, count):
        self.model.eval()
        with torch.inference_mode():
            probabilities = F.softmax(self.forward(self.images[:count]), dim=1)
        self.model.train()
        return probabilities.numpy()

    def set_weights(self, weights):
        with torch.no_grad():
            for parameter, values in zip(self.model.parameters(), weights, strict=True):
                parameter.copy_(torch.from_numpy(values))


class Tuned(Eager):
    """With what PyTorch's performance tuning guide recommends."""

    def __init__(self, model, images, labels, batch_size):
        torch.set_flush_denormal(True)
        model = model.to(memory_format=torch.channels_last)
        super().__init__(model, images, labels, batch_size)

    @staticmethod
    def prepare(images):
        return images.to(memory_format=torch.channels_last)

    def make_optimizer(self):
        return torch.optim.Adam(self.model.parameters(), lr=0.001, eps=1e-7, fused=True)

    def train_epoch(self, order):
        # The loss is read once an epoch, not once a step.
        total = torch.zeros(())
        for rows in order.split(self.batch_size):
            total += self.train_step(rows).detach() * len(rows)
        return total.item() / len(order)


class Compiled(Eager):
    """With `torch.compile`, as it comes."""

    def __init__(self, model, images, labels, batch_size):
        super().__init__(model, images, labels, batch_size)
        self.forward = torch.compile(model)


WAYS = {"eager": Eager, "tuned": Tuned, "compile": Compiled}


def load(task, data):
    # One channel: channels last is channels first.
    images = torch.from_numpy(data.images).reshape(-1, 1, 28, 28)
    labels = torch.from_numpy(data.labels.astype(np.int64))
    return WAYS[task["program"]].prepare(images), labels


def make(task, images, labels):
    torch.manual_seed(task["seed"])
    model = MODELS[task["model"]]()
    if task["weights"]:
        # What is compared has no dropout.
        for layer in model:
            if isinstance(layer, nn.Dropout):
                layer.p = 0.0
    return WAYS[task["program"]](model, images, labels, task["batch_size"])


if __name__ == "__main__":
    request = worker.request()
    threads = request["plan"]["threads"]
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(threads)
    os.environ["TORCHINDUCTOR_COMPILE_THREADS"] = str(threads)
    worker.answer(request, load, make, torch.__version__, torch.get_num_threads())
