"""SMH0741."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import docstrings
from sagemaker_hosting.core.findings import Finding


class HardCodedPathOfMany(ArtifactRule):
    """The models of a multi-model endpoint lie at ``/opt/ml/models/NAME/model``. A script that
    opens ``/opt/ml/model`` fails for each of them.
    """

    id = "SMH0741"
    title = "no fixed path on a multi-model endpoint"
    facts = ("seed000-use-model-dir",)
    pages = (95, 96)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if not declared.multi_model:
            return
        script = handler_script(contents, declared)
        if script is None:
            return
        documentation = docstrings(script)
        for node in script.served:
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.match(r"/opt/ml/model(/|$)", node.value)
                and id(node) not in documentation
            ):
                yield self.finding(
                    script.path,
                    f"it opens {node.value!r}, which a multi-model endpoint does not have",
                    "join onto the model_dir that model_fn is given",
                    line=node.lineno,
                    column=node.col_offset + 1,
                )
                return
