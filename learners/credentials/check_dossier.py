"""Checks a dossier without the platform. Python 3 and its standard library are enough.

    python check_dossier.py dossier.zip [HEAD]

HEAD is what the register of awards says for the certificate. Without it only the archive's own chain is checked.
Answers 0: complete and unchanged. 1: something was removed, changed or added since the issue. 2: the chain is broken.
"""

import hashlib
import json
import sys
import zipfile

ALWAYS = {"chain.json", "check_dossier.py", "README.txt"}


def links(files):
    """Each link is the SHA-256 of the link before it, the name and the SHA-256 of the file, a line each."""
    link = ""
    for file in files:
        link = hashlib.sha256(f"{link}\n{file['name']}\n{file['sha256']}".encode()).hexdigest()
        yield link


def chain_problem(chain, head):
    if list(links(chain["files"])) != [file["link"] for file in chain["files"]]:
        return "The chain is broken: its links do not follow from each other."
    if not chain["files"] or chain["files"][-1]["link"] != chain["head"]:
        return "The chain does not end in its head."
    if head and head.strip().lower() != chain["head"]:
        return "The head is not the one that you gave: this is not the dossier that the register knows."
    return ""


def differences(archive, chain):
    held = set(archive.namelist()) - ALWAYS
    for file in chain["files"]:
        if file["name"] not in held:
            yield f"removed since the issue: {file['name']}"
        elif hashlib.sha256(archive.read(file["name"])).hexdigest() != file["sha256"]:
            yield f"changed since the issue: {file['name']}"
    for name in sorted(held - {file["name"] for file in chain["files"]}):
        yield f"added since the issue: {name}"


def check(path, head=""):
    """The answer and the lines that tell it."""
    try:
        with zipfile.ZipFile(path) as archive:
            chain = json.loads(archive.read("chain.json"))
            problem = chain_problem(chain, head)
            if problem:
                return 2, [problem]
            found = list(differences(archive, chain))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        return 2, [f"This is no dossier that can be read: {error}"]
    told = f"{len(chain['files'])} files, certificate {chain['serial']}, chain made {chain['made_at']}"
    against = "" if head else " (not compared with the register: give the head as well)"
    if found:
        return 1, [f"The chain holds: {told}{against}", *found]
    return 0, [f"Complete and unchanged: {told}{against}"]


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    code, lines = check(*sys.argv[1:])
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(code)
