"""What the index reads from `assistant.toml`: where things are, and which parts of the search are on.

Each `use_…` switch turns off one part, so that an ablation is a setting and not another program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ingest.records import Record
from ingest.settings import ROOT, read_settings_table


class IndexSettings(Record):
    """The `[index]` table."""

    corpus_dir: Path = ROOT / "corpus"
    data_dir: Path = ROOT / "data"
    """`data_dir/index/<version>/` holds one whole index; `data_dir/index/CURRENT` names the one that answers."""
    projection_file: Path = ROOT / "corpus" / "encoder" / "projection.npz"
    """Linear maps of the space that questions and passages are compared in; a file that is not there means none."""
    use_projection: bool = True
    query_backend: Literal["numpy", "torch"] = "numpy"
    """Questions are embedded by plain numpy over the same weights (starts in a tenth of a second), or by torch."""
    keep_versions: int = 2
    chroma_url: str = ""
    """Where Chroma runs as a server ("https://chroma.example:8443"); empty: a folder beside the index. CHROMA_TOKEN in the
    environment is sent to the proxy before it. After a change: `python -m index`."""
    use_dense: bool = True
    use_lexical: bool = True
    use_questions: bool = True
    use_glossary: bool = True
    use_spelling: bool = True
    use_spanish: bool = True
    """A Spanish question is also searched as its word-by-word English."""
    use_message_parts: bool = True
    """A rambling message is also searched question by question, and its asides count less."""
    use_ranker: bool = True
    use_references: bool = True
    candidates: int = 60
    """How many passages each scorer may bring before they are ranked together."""

    @property
    def index_dir(self) -> Path:
        """Where the versions of the index stand."""
        return self.data_dir / "index"

    @property
    def prepared_dir(self) -> Path:
        """Vectors that many workers made for the next build."""
        return self.data_dir / "vectors"

    @property
    def vectors_dir(self) -> Path:
        """The vectors shipped with the corpus."""
        return self.corpus_dir / "vectors"


def load_index_settings(path: Path | None = None) -> IndexSettings:
    """Load the `[index]` table."""
    return IndexSettings(**read_settings_table("index", path))
