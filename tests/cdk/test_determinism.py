"""The same input gives the same bytes, whatever the process, the hash seed and the time zone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.cdk.support import ROOT

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import aws_cdk as cdk
from tests.cdk.apps import APPS
from tests.cdk.support import CONTEXT, ENVIRONMENT
app = cdk.App(context=dict(CONTEXT), outdir=sys.argv[2], analytics_reporting=False)
for name, declare in APPS.items():
    declare(cdk.Stack(app, name.replace("_", ""), env=ENVIRONMENT))
app.synth()
"""
# Traces of the CDK's own constructs name the folder that jsii unpacked it to.
SCRATCH = re.compile(rb"jsii-kernel-\w+")
VARYING = {"PYTHONHASHSEED": ("0", "4711"), "TZ": ("UTC", "Asia/Tokyo"), "LC_ALL": ("C", "C.UTF-8")}


def test_two_processes_write_the_same_assembly(tmp_path: Path) -> None:
    outputs = [tmp_path / "one", tmp_path / "other"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(ROOT), str(output)],
            cwd=tmp_path,
            env={**os.environ, **{name: values[run] for name, values in VARYING.items()}},
            stderr=subprocess.PIPE,
            text=True,
        )
        for run, output in enumerate(outputs)
    ]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    written = [
        {
            str(path.relative_to(output)): SCRATCH.sub(b"", path.read_bytes())
            for path in sorted(output.rglob("*"))
            # Where the sources lie on this machine is in the tree of constructs and in the stack
            # traces of metadata, not in a template.
            if path.is_file()
            and path.name not in ("tree.json", "manifest.json", "cdk.out")
            and not path.name.endswith(".metadata.json")
        }
        for output in outputs
    ]
    assert sorted(written[0]) == sorted(written[1])
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []
    assert any(name.endswith(".template.json") for name in written[0])
