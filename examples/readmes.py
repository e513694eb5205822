"""Write what is generated in the gallery's README files: ``make docs``.

The diagram of each option is drawn from its templates, and the index from the first sentence of
each app. Everything else in them is written by hand and stays as it is.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

GALLERY = Path(__file__).resolve().parent
sys.path.insert(0, str(GALLERY))

from diagram import mermaid  # noqa: E402
from synth import options, settings, synthesize  # noqa: E402

DIAGRAM = re.compile(r"^```mermaid\n.*?^```$", re.MULTILINE | re.DOTALL)
INDEX = re.compile(r"(?<=^<!-- index -->\n).*?(?=^<!-- /index -->$)", re.MULTILINE | re.DOTALL)


def with_diagram(text: str, templates: Iterable[Path]) -> str:
    """Return a README with the diagram of ``templates`` instead of the one that it has."""
    drawn = "\n\n".join(
        f"```mermaid\n{mermaid(json.loads(path.read_text(encoding='utf-8')))}\n```"
        for path in templates
    )
    kept = DIAGRAM.sub("", text).rstrip()
    return f"{kept}\n\n{drawn}\n"


def with_index(text: str, gallery: Path = GALLERY) -> str:
    """Return the gallery's README with a line for each option."""
    rows = "".join(
        f"| [{option}]({option}/) | {sentence(gallery / option / 'app.py')} |\n"
        for option in options()
    )
    return INDEX.sub(f"\n| option | what it declares |\n|---|---|\n{rows}\n", text)


def sentence(app: Path) -> str:
    """Return the first paragraph of an app's docstring, on one line."""
    documentation = ast.get_docstring(ast.parse(app.read_text(encoding="utf-8"))) or ""
    return " ".join(documentation.split("\n\n", maxsplit=1)[0].split()).replace("``", "`")


def main() -> None:
    with settings(), tempfile.TemporaryDirectory() as scratch:
        for option in options():
            readme = GALLERY / option / "README.md"
            _, templates = synthesize(option, Path(scratch, option))
            readme.write_text(with_diagram(readme.read_text(encoding="utf-8"), templates))
    index = GALLERY / "README.md"
    index.write_text(with_index(index.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
