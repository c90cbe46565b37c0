"""The choice of versions."""
from pkgsolve.constraint import Requirement


class ResolutionError(Exception):
    """No set of versions meets all requirements."""


def resolve(index, texts):
    """A dict from package name to version, in the order of the names."""
    chosen = {}
    todo = [Requirement.parse(text) for text in texts]
    while todo:
        requirement = todo.pop(0)
        if requirement.name in chosen:
            if not requirement.allows(chosen[requirement.name]):
                raise ResolutionError("conflict about " + requirement.name)
            continue
        for version in index.versions(requirement.name):
            if requirement.allows(version):
                chosen[requirement.name] = version
                todo.extend(index.requirements(requirement.name, version))
                break
        else:
            raise ResolutionError("nothing for " + requirement.name)
    return dict(sorted(chosen.items()))
