"""What the rows of tests/stress share."""

STATUS_FOUND = 23


class Skipped(Exception):
    pass


class Wrong(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Wrong(what)


def kinds(document):
    return sorted(finding["kind"] for process in (document or {"processes": []})["processes"]
                  for finding in process["findings"])
