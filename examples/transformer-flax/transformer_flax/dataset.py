# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Text as pairs of sequences, or as one stream."""

import abc
import importlib.util
import pathlib

import numpy as np
import pgopt
import pyglove as pg


@pgopt.annotated(
    concepts=["dataset"],
    roles={"layout": "format"},
    facts={"sequence-length": pgopt.field("length")},
)
class TextDataset(pg.Object):
    """Sequences of `length` tokens, each to be predicted from those before it.

    As `pairs`, there is a source to read first; as a `stream`, there is not.
    """

    length: pg.typing.Int(min_value=1)
    layout: pg.typing.Enum("pairs", ["pairs", "stream"])

    @property
    @abc.abstractmethod
    def vocabulary_size(self):
        """How many different tokens there are."""

    @abc.abstractmethod
    def sequences(self):
        """All sources and all targets: two integer arrays of (examples, length)."""

    def batches(self, batch_size, seed):
        """Random (inputs, labels) without end, the same ones for the same seed."""
        source, target = self.sequences()
        rng = np.random.default_rng(seed)
        while True:
            rows = rng.integers(len(target), size=batch_size)
            labels = target[rows]
            # What the decoder sees ends where its prediction begins: all but
            # the last token, behind a 0.
            inputs = {"target": np.pad(labels[:, :-1], ((0, 0), (1, 0)))}
            if self.layout == "pairs":
                inputs["source"] = source[rows]
            yield inputs, labels


def windows(tokens, length):
    """Windows of a text, and the window that follows each: two arrays of (examples, length)."""
    # They start at every quarter of a window.
    starts = np.arange(0, len(tokens) - 2 * length, max(1, length // 4))
    window = starts[:, np.newaxis] + np.arange(length)
    return tokens[window], tokens[window + length]


@pgopt.annotated(facts={"vocabulary-size": 128})
class PydocTopics(TextDataset):
    """Python's own manual: read a window of it, write the window that follows.

    Its tokens are ASCII characters. It comes with the standard library.
    """

    vocabulary_size = 128

    def sequences(self):
        from pydoc_data.topics import topics

        text = "".join(topics[name] for name in sorted(topics))
        tokens = np.frombuffer(text.encode("ascii", "replace"), np.uint8).astype("int32")
        return windows(tokens, self.length)


@pgopt.annotated(facts={"vocabulary-size": 256})
class StandardLibrary(TextDataset):
    """Python's own source code: bytes of the modules of its standard library."""

    # Large enough to be unlike a manual, small enough to be read at once.
    modules: list[str] = ["argparse", "datetime", "inspect", "pathlib", "typing"]

    vocabulary_size = 256

    def sequences(self):
        sources = [importlib.util.find_spec(name).origin for name in self.modules]
        text = b"".join(pathlib.Path(source).read_bytes() for source in sources)
        return windows(np.frombuffer(text, np.uint8).astype("int32"), self.length)


@pgopt.annotated(facts={"vocabulary-size": 37000})
class Wmt14EnglishGerman(TextDataset):
    """The paper's data, which do not come with this example.

    `file` is a NumPy archive with the arrays `source` and `target`: token ids,
    (examples, length), encoded with one vocabulary for both languages.
    """

    file: str = "wmt14_en_de.npz"

    vocabulary_size = 37000

    def sequences(self):
        with np.load(self.file) as arrays:
            return arrays["source"][:, : self.length], arrays["target"][:, : self.length]


@pgopt.annotated(facts={"vocabulary-size": 32000})
class Infiniset(TextDataset):
    """LaMDA's dialogs and documents (Thoppilan et al. 2022), which do not come with this example.

    `file` is a NumPy archive with the array `target`: token ids, (examples, length).
    There is nothing to read first, so it is a `stream` and cannot be `pairs`.
    """

    layout: pg.typing.Enum("stream", ["stream"])
    file: str = "infiniset.npz"

    vocabulary_size = 32000

    def sequences(self):
        with np.load(self.file) as arrays:
            return None, arrays["target"][:, : self.length]
