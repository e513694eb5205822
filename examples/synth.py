"""Synthesize the gallery into ``build/examples/<option>/``: ``make examples``.

All apps run in one process, since Node.js takes longer to start than an app to synthesize. Nothing
is asked of AWS, and nothing has to be bootstrapped.
"""

from __future__ import annotations

import argparse
import json
import os
import runpy
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aws_cdk as cdk

GALLERY = Path(__file__).resolve().parent
ROOT = GALLERY.parent
OUTPUT = ROOT / "build" / "examples"


def options() -> list[str]:
    """Return the options that have an app of their own."""
    return sorted(path.parent.name for path in GALLERY.glob("*/app.py"))


@contextmanager
def settings() -> Iterator[None]:
    """Run apps as the CDK CLI does in this repository: with the context of ``cdk.json``.

    Node.js inherits the environment when it starts, so this comes before the first import of
    ``aws_cdk``.
    """
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    with tempfile.TemporaryDirectory(prefix="gallery-") as scratch:
        os.environ["CDK_CONTEXT_JSON"] = json.dumps(context)
        os.environ["TMPDIR"] = scratch  # where the CDK puts an assembly that nobody asks for
        os.environ.setdefault("NODE_COMPILE_CACHE", str(Path(sys.prefix, "node-compile-cache")))
        yield


def run(option: str) -> cdk.App:
    """Run an app of the gallery and return it synthesized."""
    app: cdk.App = runpy.run_path(str(GALLERY / option / "app.py"), run_name="__main__")["app"]
    return app


def synthesize(option: str, folder: Path) -> tuple[cdk.App, list[Path]]:
    """Write the templates of an option into ``folder``, and nothing else; return app and files."""
    app = run(option)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = sorted(Path(app.synth().directory).rglob("*.template.json"))
    return app, [Path(shutil.copy(template, folder)) for template in written]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("option", nargs="*", help="which apps; all of them unless named")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    unknown = [option for option in arguments.option if option not in options()]
    if unknown:
        parser.error(f"no such option: {', '.join(unknown)}; known: {', '.join(options())}")
    if arguments.output == OUTPUT and not arguments.option:
        shutil.rmtree(OUTPUT, ignore_errors=True)
    began = time.monotonic()
    chosen = arguments.option or options()
    with settings():
        for option in chosen:
            _, templates = synthesize(option, arguments.output / option)
            print(f"{option}: {', '.join(template.name for template in templates)}", flush=True)
    print(f"{len(chosen)} examples in {time.monotonic() - began:.1f} s: {arguments.output}")


if __name__ == "__main__":
    main()
