"""The command `check`: what it looks at, what it says, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.support import NVME, Run

Found = Callable[..., list[dict[str, Any]]]
Write = Callable[[str, str | bytes], Path]

CLEAN = NVME.replace("          VolumeSizeInGB: 50\n", "")
RESOURCE_IGNORE = (
    "    Metadata:\n      sagemaker-hosting:\n        ignore:\n          - {id: %s, reason: %s}\n"
)


def with_ignore(rule: str = "SMH0305", reason: str = "measured by hand") -> str:
    return NVME + RESOURCE_IGNORE % (rule, reason)


def test_a_finding_has_everything(found: Found, write: Write) -> None:
    path = write("t.yaml", NVME)
    (finding,) = found(path)
    assert finding.pop("message").startswith("ml.g5.xlarge keeps models on its local NVMe disk")
    assert finding.pop("fix").startswith("remove VolumeSizeInGB")
    assert finding.pop("source").startswith("developer guide pages")
    assert finding == {
        "rule": "SMH0305",
        "severity": "error",
        "path": str(path),
        "resource": "Config",
        "property": "ProductionVariants/0/VolumeSizeInGB",
        "line": 10,
        "column": 11,
        "construct": None,
        "ignored": None,
    }


def test_json_is_located_like_yaml(found: Found, write: Write) -> None:
    import yaml

    text = json.dumps(yaml.safe_load(NVME), indent=1)
    (finding,) = found(write("t.json", text))
    line = text.split("\n")[finding["line"] - 1]
    assert line[finding["column"] - 1 :].startswith('"VolumeSizeInGB"')


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "info"), 1),
        (("--ignore", "SMH0305=the disk is local"), 0),
    ],
)
def test_exit_codes_of_an_error(
    check: Run, write: Write, arguments: tuple[str, ...], code: int
) -> None:
    assert check(*arguments, write("t.yaml", NVME)).exit_code == code


def test_exit_codes_of_a_warning(check: Run, write: Write) -> None:
    path = write(
        "t.yaml",
        f"{CLEAN}  Endpoint:\n    Type: AWS::SageMaker::Endpoint\n"
        "    Properties: {EndpointConfigName: !GetAtt Config.EndpointConfigName}\n",
    )
    assert check(path).exit_code == 0
    assert check("--fail-on", "warning", path).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("no-such-file.yaml",),
        ("--format", "xml", "."),
        ("--fail-on", "never", "."),
        ("--ignore", "SMH0305", "."),
        ("--ignore", "SMH0305= ", "."),
        ("--explain", "SMH9999"),
        ("--against", "setup.py", "a", "b"),
    ],
)
def test_usage_errors(check: Run, arguments: tuple[str, ...]) -> None:
    finished = check(*arguments)
    assert finished.exit_code == 2
    assert "Error" in finished.output
    assert "Traceback" not in finished.output


def test_text_names_file_resource_line_fix_and_source(check: Run, write: Write) -> None:
    path = write("t.yaml", NVME)
    lines = check(path).output.splitlines()
    assert lines[0] == str(path)
    assert lines[1] == "  Config  AWS::SageMaker::EndpointConfig"
    assert lines[2].startswith(
        "    10:11  error SMH0305  ProductionVariants/0/VolumeSizeInGB: ml.g5"
    )
    assert lines[3].startswith("      fix: ")
    assert lines[4].startswith("      see: developer guide pages")
    assert lines[-1] == "1 error in 1 template"


def test_a_clean_template_says_so(check: Run, write: Write) -> None:
    finished = check(write("t.yaml", CLEAN))
    assert (finished.exit_code, finished.output) == (0, "no findings in 1 template\n")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour(check: Run, write: Write, variables: dict[str, str], coloured: bool) -> None:
    unset = dict.fromkeys(("NO_COLOR", "FORCE_COLOR"))
    finished = check(write("t.yaml", NVME), env={**unset, **variables}, color=True)
    assert ("\x1b[" in finished.output) is coloured


def test_sarif(check: Run, write: Write) -> None:
    path = write("t.yaml", with_ignore())
    (run,) = json.loads(check("--format", "sarif", path, write("u.yaml", NVME)).output)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SMH0305"]
    assert rules[0]["helpUri"].startswith("https://")
    ignored, active = run["results"]
    assert ignored["suppressions"] == [{"kind": "external", "justification": "measured by hand"}]
    assert "suppressions" not in active
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error"
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 10, "startColumn": 11}
    assert len(run["artifacts"]) == 2


def test_junit(check: Run, write: Write) -> None:
    paths = [write("a.yaml", NVME), write("b.yaml", CLEAN), write("c.yaml", with_ignore())]
    root = ElementTree.fromstring(check("--format", "junit", *paths).output)
    suites = {suite.get("name", "")[-6:]: suite for suite in root}
    assert [suites[name].get("failures") for name in ("a.yaml", "b.yaml", "c.yaml")] == [
        "1",
        "0",
        "0",
    ]
    failure = suites["a.yaml"].find("testcase/failure")
    assert failure is not None
    assert "fix: remove VolumeSizeInGB" in (failure.text or "")
    assert suites["c.yaml"].find("testcase/skipped") is not None
    assert len(suites["b.yaml"].findall("testcase")) == 1


def test_github(check: Run, write: Write) -> None:
    path = write("a,b:c%.yaml", NVME)
    (line,) = check("--format", "github", path).output.splitlines()
    assert line.startswith("::error file=")
    assert "a%2Cb%3Ac%25.yaml,title=SMH0305,line=10,col=11::Config/ProductionVariants/0" in line
    assert "%0Afix: remove" in line


@pytest.mark.parametrize("output", ["json", "sarif", "junit", "github", "text"])
def test_odd_names_do_not_break_a_format(check: Run, write: Write, output: str) -> None:
    text = NVME.replace("Config:", '"C<&>\\x01\\u2028\'": ')
    finished = check("--format", output, write("ä ö.yaml", text))
    assert finished.exit_code == 1
    if output == "junit":
        ElementTree.fromstring(finished.output)
    if output in ("json", "sarif"):
        json.loads(finished.output)


def test_an_ignore_needs_a_rule_a_reason_and_a_use(found: Found, write: Write) -> None:
    rules = {
        name: [(each["rule"], each["severity"], bool(each["ignored"])) for each in found(path)]
        for name, path in {
            "used": write("used.yaml", with_ignore()),
            "unknown": write("unknown.yaml", with_ignore("SMH9999")),
            "silent": write("silent.yaml", with_ignore(reason='""')),
        }.items()
    }
    assert rules["used"] == [("SMH0305", "error", True)]
    assert ("SMH0003", "error", False) in rules["unknown"]
    assert ("SMH0305", "error", False) in rules["unknown"]
    assert ("SMH0003", "error", False) in rules["silent"]
    assert ("SMH0305", "error", False) in rules["silent"]


def test_an_unused_ignore_is_a_note(found: Found, write: Write) -> None:
    path = write("t.yaml", CLEAN + RESOURCE_IGNORE % ("SMH0305", "no longer"))
    assert [(each["rule"], each["severity"]) for each in found(path)] == [("SMH0004", "info")]
    given = [each["rule"] for each in found("--ignore", "SMH0305=why", write("u.yaml", CLEAN))]
    assert given == ["SMH0004"]


def test_the_metadata_of_the_template_ignores_everywhere(found: Found, write: Write) -> None:
    metadata = "Metadata: {sagemaker-hosting: {ignore: [{id: SMH0305, reason: all are local}]}}\n"
    (finding,) = found(write("t.yaml", metadata + NVME))
    assert finding["ignored"] == "all are local"


def test_what_is_ignored_is_reported_with_its_reason(check: Run, write: Write) -> None:
    finished = check(write("t.yaml", with_ignore()))
    assert finished.exit_code == 0
    assert "measured by hand" in finished.output
    assert finished.output.endswith("no findings in 1 template (1 ignored)\n")


@pytest.mark.parametrize(
    "metadata",
    ["3", "[]", "{ignore: 3}", "{ignore: [3, null, {}]}", "{ignore: {id: 1}}"],
)
def test_malformed_metadata_is_no_crash(found: Found, write: Write, metadata: str) -> None:
    text = NVME + f"    Metadata: {{sagemaker-hosting: {metadata}}}\n"
    assert "SMH0305" in {each["rule"] for each in found(write("t.yaml", text))}


def test_what_cannot_be_read_is_a_finding(found: Found, check: Run, write: Write) -> None:
    path = write("t.json", '{"Resources": {"A": }}')
    (finding,) = found(path)
    assert (finding["rule"], finding["line"], finding["column"]) == ("SMH0002", 1, 21)
    assert check(path).exit_code == 1


def test_a_named_file_must_be_a_template(found: Found, write: Write) -> None:
    path = write("t.json", '{"a": 1}')
    assert [each["rule"] for each in found(path)] == ["SMH0002"]
    assert found("--skip-others", path) == []


def test_a_directory_stands_for_its_templates(found: Found, check: Run, write: Write) -> None:
    write("a/t.yaml", NVME)
    write("b.template", NVME)
    write("package.json", '{"name": "x"}')
    write("values.yaml", "{{ not yaml")
    write("notes.txt", NVME)
    write("node_modules/x/t.yaml", NVME)
    write(".hidden/t.yaml", NVME)
    root = write("broken.yaml", "AWSTemplateFormatVersion: [").parent
    named = sorted(Path(each["path"]).relative_to(root).as_posix() for each in found(root))
    assert named == ["a/t.yaml", "b.template", "broken.yaml"]
    assert "3 templates" in check(root).output


def test_a_file_is_checked_once(found: Found, write: Write) -> None:
    path = write("t.yaml", NVME)
    assert len(found(path, path, path.parent)) == 1


def assembly(write: Write, **metadata: object) -> Path:
    import yaml

    template = yaml.safe_load(NVME)
    template["Resources"]["Config"]["Metadata"] = {"aws:cdk:path": "Dev/Hosting/Config/Resource"}
    stage = write("cdk.out/assembly-Dev/DevHosting.template.json", json.dumps(template)).parent
    write("cdk.out/assembly-Dev/DevHostingNested1.nested.template.json", json.dumps(template))
    write("cdk.out/asset.123/t.json", json.dumps(template))
    write("cdk.out/assembly-Dev/DevHosting.metadata.json", json.dumps(metadata))
    write(
        "cdk.out/assembly-Dev/manifest.json",
        json.dumps(
            {
                "version": "55.0.0",
                "artifacts": {
                    "DevHosting": {
                        "type": "aws:cloudformation:stack",
                        "properties": {"templateFile": "DevHosting.template.json"},
                        "additionalMetadataFile": "DevHosting.metadata.json",
                    },
                    "DevHosting.assets": {"type": "cdk:asset-manifest"},
                },
            }
        ),
    )
    write(
        "cdk.out/manifest.json",
        json.dumps(
            {
                "version": "55.0.0",
                "artifacts": {
                    "assembly-Dev": {
                        "type": "cdk:cloud-assembly",
                        "properties": {"directoryName": "assembly-Dev"},
                    }
                },
            }
        ),
    )
    return stage.parent


def test_a_cloud_assembly_stands_for_its_stacks(found: Found, write: Write) -> None:
    root = assembly(write)
    findings = found(root)
    assert [Path(each["path"]).name for each in findings] == [
        "DevHosting.template.json",
        "DevHostingNested1.nested.template.json",
    ]
    assert {each["construct"] for each in findings} == {"Dev/Hosting/Config/Resource"}
    assert found(root.parent) == findings


def test_acknowledgements_of_the_app_count(found: Found, write: Write) -> None:
    acknowledged = {
        "/Dev/Hosting/Config": [
            {
                "type": "aws:cdk:acknowledged-rules",
                "data": {"sagemaker-hosting::SMH0305": "the service said so"},
            }
        ],
        "/Dev/Hosting/Conf": [
            {"type": "aws:cdk:acknowledged-rules", "data": {"AwsSolutions-IAM5": "fine"}}
        ],
    }
    findings = found(assembly(write, **acknowledged))
    assert [each["ignored"] for each in findings] == ["the service said so"] * 2


@pytest.mark.parametrize(
    ("environment", "count"),
    [
        ("aws://111111111111/eu-south-1", 2),
        ("aws://111111111111/eu-west-1", 0),
        ("aws://unknown-account/unknown-region", 0),
        ("eu-south-1", 0),
        (None, 0),
        (["aws://111111111111/eu-south-1"], 0),
    ],
)
def test_a_cloud_assembly_says_the_region_of_a_stack_and_of_those_nested_in_it(
    found: Found, write: Write, environment: Any, count: int
) -> None:
    stage = assembly(write) / "assembly-Dev"
    manifest = json.loads((stage / "manifest.json").read_text())
    manifest["artifacts"]["DevHosting"]["environment"] = environment
    (stage / "manifest.json").write_text(json.dumps(manifest))
    assert [each["rule"] for each in found(stage.parent)].count("SMH0387") == count
    assert [each["rule"] for each in found(stage.parent, "--region", "eu-west-1")].count(
        "SMH0387"
    ) == 0


def test_a_region_can_be_named(found: Found, write: Write) -> None:
    path = write("churn.yaml", CLEAN)
    assert [each["rule"] for each in found(path, "--region", "eu-south-1")] == ["SMH0387"]


def test_explain(run: Run) -> None:
    said = run("check", "--explain", "SMH0305")
    assert said.exit_code == 0
    for part in ("SMH0305  volume size on local NVMe  (error)", "the facts", "page", "--ignore"):
        assert part in said.output
    assert "E3030" in run("check", "--explain", "E3030").output
    assert "a rule failed" in run("check", "--explain", "SMH0001").output


def test_cfn_lint_runs_beside(run: Run, write: Write) -> None:
    text = NVME.replace("InitialInstanceCount: 2", "InitialInstanceCount: 2\n          Nonsense: 1")
    finished = run("check", "--format", "json", write("t.yaml", text))
    by_rule = {each["rule"]: each for each in json.loads(finished.output)}
    assert {"E3002", "SMH0305"} <= by_rule.keys()
    theirs = by_rule["E3002"]
    assert (theirs["resource"], theirs["line"], theirs["severity"]) == ("Config", 9, "error")
    assert theirs["source"].startswith("https://")


def test_a_rule_that_repeats_the_schema_gives_way_to_cfn_lint(run: Run, write: Write) -> None:
    text = NVME.replace("VolumeSizeInGB: 50", "VariantName: a_b").replace(
        "- VariantName: AllTraffic\n          ", "- "
    )
    path = write("t.yaml", text)
    alone = json.loads(run("check", "--no-cfn-lint", "--format", "json", path).output)
    beside = json.loads(run("check", "--format", "json", path).output)
    place = "ProductionVariants/0/VariantName"
    assert [each["rule"][:3] for each in alone if each["property"] == place] == ["SMH"]
    assert [each["rule"][0] for each in beside if each["property"] == place] == ["E"]


def test_a_closed_pipe_is_no_traceback(write: Write) -> None:
    path = write("t.yaml", NVME)
    script = Path(sys.executable).with_name("sagemaker-hosting")
    finished = subprocess.run(
        f"{script} check --no-cfn-lint --format json {path} | true",
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        env=dict(os.environ),
        check=False,
    )
    assert "Traceback" not in finished.stderr
