"""Where the script `sagemaker-hosting` starts, so that a missing extra is said, not traced."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line, or say which extra brings it."""
    try:
        from sagemaker_hosting.cli.main import main
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.exit(
            f"Error: the command line needs {error.name}\n"
            "  fix: pip install 'cdk-sagemaker-hosting[cli]', or [local] for the local AWS"
        )
    main()
