"""Are the documents for other programs what their formats allow?

SARIF against schema/sarif.json, JUnit XML against schema/junit.xsd: both say what
the format's description allows, no more than fdwarden needs of it.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET

SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schema")
# The system's first: tools/maint/deps installs jsonschema for that one.
PYTHONS = ("/usr/bin/python3", sys.executable)
SECONDS = 60


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=SECONDS, text=True, errors="replace")


def python_with_jsonschema():
    for python in PYTHONS:
        if run(python, "-c", "import jsonschema").returncode == 0:
            return python
    return None


def sarif_problems(path):
    """What its schema finds wrong with a SARIF file; "" if nothing."""
    python = python_with_jsonschema()
    if python is None:
        return "there is no jsonschema for " + " or ".join(PYTHONS)
    done = run(python, "-W", "ignore", "-m", "jsonschema", "-i", path,
               os.path.join(SCHEMAS, "sarif.json"))
    return done.stdout if done.returncode != 0 else ""


def junit_problems(path):
    done = run("xmllint", "--noout", "--schema", os.path.join(SCHEMAS, "junit.xsd"), path)
    if done.returncode != 0:
        return done.stdout
    return "\n".join(wrong_counts(ET.parse(path).getroot()))


def wrong_counts(root):
    """Every count in the file is counted again."""
    for element in [root] + root.findall("testsuite"):
        for name, what in (("tests", "testcase"), ("failures", "testcase/failure"),
                           ("skipped", "testcase/skipped")):
            prefix = "testsuite/" if element is root else ""
            actual = len(element.findall(prefix + what))
            if actual != int(element.get(name)):
                yield "%s: %s is %s, not %d" % (element.get("name"), name, element.get(name),
                                                actual)
