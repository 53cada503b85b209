"""YAML with line numbers in, YAML in the house form out."""

from pathlib import Path

import yaml

from courses.library.problems import BrokenLibrary, Problem

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Lined(dict):
    """A mapping that knows the line on which it starts, counted from 1."""

    line = 1


class _LinedLoader(_Loader):  # type: ignore[misc, valid-type]
    pass


def _construct_lined(loader, node):
    mapping = Lined()
    mapping.line = node.start_mark.line + 1
    yield mapping
    mapping.update(loader.construct_mapping(node))


_LinedLoader.add_constructor("tag:yaml.org,2002:map", _construct_lined)


def read_yaml(path: Path) -> Lined:
    """The file's mapping. Raises BrokenLibrary with the line of the first fault."""
    return parse_yaml(path.read_bytes(), _named(path))


def parse_yaml(content: bytes, name: str) -> Lined:
    """The mapping in the content of a file. Raises BrokenLibrary with the line of the first fault."""
    try:
        loaded = yaml.load(content.decode("utf-8-sig"), Loader=_LinedLoader)  # noqa: S506 -- built on the safe loader # nosec B506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenLibrary([Problem(name, line, f"the YAML cannot be read: {error.problem}")]) from error
    except UnicodeDecodeError as error:
        raise BrokenLibrary([Problem(name, 1, "the file is not in UTF-8")]) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        # signs that YAML forbids, brackets in thousands, dates that do not exist, keys that are lists
        raise BrokenLibrary([Problem(name, 1, "the YAML cannot be read")]) from error
    if not isinstance(loaded, Lined):
        raise BrokenLibrary([Problem(name, 1, "the file must hold one mapping")])
    return loaded


DEEPEST = 30


def require_shallow(content: bytes, name: str) -> None:
    """For files of strangers: thousands of brackets inside each other would end the process. Raises BrokenLibrary."""
    depth = 0
    try:
        for event in yaml.parse(content.decode("utf-8-sig", "replace"), Loader=_Loader):
            opens = isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent)
            closes = isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent)
            depth += opens - closes
            if depth > DEEPEST:
                raise BrokenLibrary([Problem(name, 1, "it is nested too deeply")])
    except yaml.YAMLError:
        return  # parse_yaml tells it with its line


def _named(path: Path) -> str:
    return f"banks/{path.name}" if path.parent.name == "banks" else path.name


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, _data):
        return True


_Dumper.add_representer(Lined, lambda dumper, data: dumper.represent_dict(data.items()))


def yaml_text(data: dict, title: str) -> str:
    """The mapping as a file of the library: title as a comment, keys in the order given."""
    body = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return f"# {title}\n{body}"
