"""The models as one writes them in Keras 3 on TensorFlow, and three ways to train them: `fit`, and a training loop of
one's own in a `tf.function`, with and without XLA."""

import os
import tempfile
import time

# Before TensorFlow is imported, or it is too late. Keras' settings are its own defaults, not this user's.
home = tempfile.TemporaryDirectory()
os.environ["KERAS_HOME"] = home.name
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

import worker

worker.imported()


def simple_mlp(dropout):
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            *dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )


def deep_mlp(dropout):
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            *dropout(0.3),
            layers.Dense(256, activation="relu"),
            *dropout(0.3),
            layers.Dense(128, activation="relu"),
            *dropout(0.3),
            layers.Dense(10, activation="softmax"),
        ]
    )


def cnn(dropout):
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            *dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


MODELS = {"simple_mlp": simple_mlp, "deep_mlp": deep_mlp, "cnn": cnn}


class Clock(keras.callbacks.Callback):
    """The seconds that each epoch of a `fit` takes."""

    def on_train_begin(self, logs=None):
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)


class Fit:
    """`compile` and `fit`."""

    @staticmethod
    def prepare(array):
        return array

    def __init__(self, model, images, labels, batch_size):
        self.model = model
        self.images = images
        self.labels = labels
        self.batch_size = batch_size
        self.proving = False
        self.model.compile(
            optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy"
        )

    def step(self, rows):
        if self.proving:
            # Or the loss is the mean of all steps so far.
            self.model.reset_metrics()
        return float(self.model.train_on_batch(self.images[rows], self.labels[rows]))

    def epochs(self, order, count):
        # One call for all, as one trains; it shuffles for itself.
        clock = Clock()
        self.model.fit(
            self.images,
            self.labels,
            batch_size=self.batch_size,
            epochs=count,
            verbose=0,
            callbacks=[clock],
        )
        return clock.seconds

    def predict(self, count):
        return self.model.predict_on_batch(self.images[:count])

    def set_weights(self, weights):
        self.model.set_weights(weights)
        self.proving = True


class Function:
    """The training loop of TensorFlow's own guide."""

    @staticmethod
    def prepare(array):
        return tf.constant(array)

    def __init__(self, model, images, labels, batch_size, jit_compile=None):
        self.model = model
        self.images = images
        self.labels = labels
        self.batch_size = batch_size
        optimizer = keras.optimizers.Adam(0.001)
        optimizer.build(model.trainable_variables)
        loss_fn = keras.losses.SparseCategoricalCrossentropy()

        @tf.function(jit_compile=jit_compile)
        def train_step(images, labels):
            with tf.GradientTape() as tape:
                loss = loss_fn(labels, model(images, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            return loss

        @tf.function(jit_compile=jit_compile)
        def forward(images):
            return model(images, training=False)

        self.train_step = train_step
        self.forward = forward

    def train_rows(self, rows):
        return self.train_step(tf.gather(self.images, rows), tf.gather(self.labels, rows))

    def step(self, rows):
        return float(self.train_rows(rows))

    def epochs(self, order, count):
        seconds = []
        for _ in range(count):
            start = time.perf_counter()
            total = 0.0
            for first in range(0, len(order), self.batch_size):
                rows = order[first : first + self.batch_size]
                total += float(self.train_rows(rows)) * len(rows)
            seconds.append(time.perf_counter() - start)
        return seconds

    def predict(self, count):
        return self.forward(self.images[:count]).numpy()

    def set_weights(self, weights):
        self.model.set_weights(weights)


class JitFunction(Function):
    """The same through XLA."""

    def __init__(self, model, images, labels, batch_size):
        super().__init__(model, images, labels, batch_size, jit_compile=True)


WAYS = {"fit": Fit, "function": Function, "jit_function": JitFunction}


def load(task, data):
    prepare = WAYS[task["program"]].prepare
    resident = prepare(data.images), prepare(data.labels.astype(np.int32))
    # What TensorFlow copies an array from it keeps until it executes something.
    tf.add(1.0, 1.0)
    return resident


def make(task, images, labels):
    keras.utils.set_random_seed(task["seed"] % 2**32)
    # What is compared has no dropout.
    dropout = (lambda rate: []) if task["weights"] else (lambda rate: [layers.Dropout(rate)])
    model = MODELS[task["model"]](dropout)
    return WAYS[task["program"]](model, images, labels, task["batch_size"])


if __name__ == "__main__":
    request = worker.request()
    threads = request["plan"]["threads"]
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    worker.answer(request, load, make, tf.__version__, threads)
