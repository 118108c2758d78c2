"""The parse of an answer, without what only longer texts need: spaCy's small pipeline, no names and no
lemmas."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from nudge.language.manifest import Manifest

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEFT_OUT = ("ner",)
"""What costs most and decides nothing here. Chosen: a parse takes .25 of an encoding without, .57 with it."""
TAGGING = ("tok2vec", "tagger")
"""What is needed to see verbs. Chosen: .16 of an encoding."""


class Grammar:
    """Parses one answer at a time; any thread may use it, they take turns.

    Args:
        manifest: says which model is used and what its files must be; it is the parser's.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._lock = threading.Lock()
        self._nlp: Any = None

    @property
    def name(self) -> str:
        """Name and version of the model: "en_core_web_sm@3.8.0"."""
        return self._manifest.entry("parser").tag

    def warm_up(self) -> None:
        """Load the model; a second call does nothing.

        Raises:
            Unavailable: `models-missing` when a file isn't there or isn't the one of the manifest.
        """
        with self._lock:
            if self._nlp is None:
                folder = self._manifest.verify("parser")
                import spacy
                from thinc.api import use_ops

                with use_ops("numpy", use_blis=False):  # the same parses; numpy multiplies faster
                    self._nlp = spacy.load(folder, exclude=list(LEFT_OUT))
                self._nlp("Warm, and then I went on.")

    def tag(self, text: str) -> Doc:
        """The text with its parts of speech (`tag_`), and nothing else. Warms up when nobody did.

        Raises:
            Unavailable: as `warm_up`.
        """
        if self._nlp is None:
            self.warm_up()
        with self._lock:
            doc: Doc = self._nlp.make_doc(text)
            for name in TAGGING:
                doc = self._nlp.get_pipe(name)(doc)
        return doc

    def parse(self, text: str) -> Doc:
        """The parsed text. Warms up when nobody did.

        Raises:
            Unavailable: as `warm_up`.
        """
        if self._nlp is None:
            self.warm_up()
        with self._lock:
            doc: Doc = self._nlp(text)
        return doc
