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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

GALLERY = Path(__file__).resolve().parent
sys.path.insert(0, str(GALLERY))

from diagram import mermaid  # noqa: E402
from synth import options, settings, synthesize  # noqa: E402

DIAGRAM = re.compile(r"^```mermaid\n.*?^```$", re.MULTILINE | re.DOTALL)
INDEX = re.compile(r"(?<=^<!-- index -->\n).*?(?=^<!-- /index -->$)", re.MULTILINE | re.DOTALL)


# The index, in the order of a reader's questions; a test holds that each option is in it once.
GROUPS: Mapping[str, Sequence[str]] = {
    "Kinds of endpoints": (
        "real-time",
        "variants",
        "serverless",
        "serverless-provisioned-concurrency",
        "asynchronous",
        "asynchronous-scale-to-zero",
        "inference-components",
        "component-models",
        "component-specifications",
        "component-placement",
        "components-in-vpc",
        "components-scale-to-zero",
        "adapters",
        "stateful-sessions",
        "imports",
    ),
    "Updates and scaling": (
        "canary",
        "linear",
        "rolling",
        "all-at-once",
        "retained-deployment",
        "rollback-alarms",
        "autoscaling",
    ),
    "Models": (
        "local-model",
        "multi-model",
        "multi-model-gpu",
        "multi-container",
        "multi-container-sources",
        "inference-pipeline",
        "large-model",
        "large-model-volume",
        "uncompressed-model",
        "djl-serving",
        "torchserve",
        "triton",
        "jumpstart-hub",
        "model-package",
        "model-package-group",
        "private-registry",
        "private-registry-pipeline",
        "batch-transform",
    ),
    "Instances": (
        "routing",
        "routing-prefix-aware",
        "instance-pools",
        "capacity-reservation",
        "inference-ami",
        "graviton",
        "inferentia",
        "ssm-access",
        "core-dump",
    ),
    "Trying, explaining, watching": (
        "shadow-variants",
        "shadow-variants-instance-pools",
        "shadow-variants-gpu",
        "shadow-variants-debugging",
        "shadow-test",
        "shadow-test-completed",
        "explainability",
        "explainability-classes",
        "explainability-text",
        "data-capture",
        "model-monitoring",
        "model-monitoring-model-quality",
        "model-monitoring-bias",
        "model-monitoring-explainability",
        "model-monitoring-batch",
        "model-monitoring-custom",
        "metrics-config",
        "dashboard",
        "log-retention",
    ),
    "The platform": (
        "organisation-defaults",
        "vpc",
        "private-access",
        "private-access-models",
        "off-hours",
        "expiry",
        "stack-expiry",
    ),
}


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
    there = options()
    written = "\n".join(
        f"## {group}\n\n| option | what it declares |\n|---|---|\n"
        + "".join(
            f"| [{option}]({option}/) | {sentence(gallery / option / 'app.py')} |\n"
            for option in chosen
            if option in there
        )
        for group, chosen in GROUPS.items()
    )
    return INDEX.sub(f"\n{written}\n", text)


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
