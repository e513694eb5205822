"""Synthesize the gallery and have four cdk-nag packs look at it: ``nag.py FOLDER [OPTION ...]``.

The findings are written into ``OPTION/findings.json``, by pack, and not raised: the tests compare
them with those that have a reason.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))

import synth  # noqa: E402


def findings(option: str, folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Write the templates of an option, and return the rule and the construct of each finding."""
    import aws_cdk as cdk
    import cdk_nag
    import jsii

    app, _ = synth.synthesize(option, folder)
    cdk.Validations.of(app).add_plugins(
        cdk_nag.AwsSolutionsChecks(app),
        cdk_nag.NIST80053R5Checks(app),
        cdk_nag.HIPAASecurityChecks(app),
        cdk_nag.PCIDSS321Checks(app),
    )
    try:
        app.synth(force=True)
    except (jsii.errors.JSIIError, RuntimeError) as error:
        if "ValidationFailed" not in str(error):
            raise
    report = json.loads(Path(app.outdir, "validation-report.json").read_text(encoding="utf-8"))
    return {
        pack["pluginName"]: [
            (violation["ruleName"], construct["constructPath"])
            for violation in pack["violations"]
            for construct in violation["violatingConstructs"]
        ]
        for pack in report["pluginReports"]
    }


def main() -> None:
    target, *chosen = sys.argv[1:]
    with synth.settings():
        for option in chosen or synth.options():
            folder = Path(target, option)
            found = findings(option, folder)
            (folder / "findings.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
