"""SMH0740."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import docstrings
from sagemaker_hosting.core.findings import Finding, Severity


class HardCodedPath(ArtifactRule):
    """``/opt/ml/model`` is where a single model lies. On a multi-model endpoint each model has
    a directory of its own, and a script that spells the path out loads nothing, or another
    model's files.
    """

    id = "SMH0740"
    title = "paths from the model_dir argument"
    severity = Severity.WARNING
    facts = ("seed000-use-model-dir",)
    pages = (95, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        # Where it cannot work at all, SMH0741 says so.
        if script is None or declared.multi_model:
            return
        documentation = docstrings(script)
        seen: set[int] = set()
        for node in script.served:
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if not re.match(r"/opt/ml/model(/|$)", node.value) or id(node) in documentation:
                continue
            if node.lineno not in seen:
                seen.add(node.lineno)
                yield self.finding(
                    script.path,
                    f"it spells out {node.value!r}",
                    "join onto the model_dir that model_fn is given",
                    line=node.lineno,
                    column=node.col_offset + 1,
                )
