# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Text as pairs of sequences, or as one stream."""

import abc

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
        # Windows start at every quarter of a window.
        starts = np.arange(0, len(tokens) - 2 * self.length, max(1, self.length // 4))
        window = starts[:, np.newaxis] + np.arange(self.length)
        return tokens[window], tokens[window + self.length]


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
