"""``python -m infra.settings``: check all environments; ``--schema``: write schema.json."""

from __future__ import annotations

import argparse
import sys

from infra.settings.errors import SettingsError
from infra.settings.files import shown
from infra.settings.loading import FOLDER, environment_names, load
from infra.settings.schema import schema_text


def main() -> None:
    """Check every environment, or write the schema for editors."""
    parser = argparse.ArgumentParser(prog="python -m infra.settings", description=__doc__)
    parser.add_argument("--schema", action="store_true", help="write environments/schema.json")
    if parser.parse_args().schema:
        path = FOLDER / "schema.json"
        path.write_text(schema_text(), encoding="utf-8")
        sys.stdout.write(f"wrote {shown(path)}\n")
        return
    for name in environment_names():
        try:
            endpoints = ", ".join(load(name).endpoints)
        except SettingsError as error:
            sys.exit(str(error))
        sys.stdout.write(f"{name}: {endpoints}\n")


if __name__ == "__main__":
    main()
