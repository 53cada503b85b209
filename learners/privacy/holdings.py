"""What the care for personal data itself holds about a person."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import STORED_NAME, Declared, Fate, Holding, KeptFile
from learners.privacy.copying import FOLDER

HOLDINGS: list[Declared] = [
    Holding(
        "learners.DataCopy", "user", _("Copies of your data"), Fate.DELETE, secret={"stored_name": STORED_NAME},
        files=(KeptFile(FOLDER, "stored_name"),),
    ),
    Holding(
        "learners.ErasureRequest", "user", _("Requests to be erased"), Fate.EMPTY, {"words": "", "reason": ""},
        why="It proves that two persons decided.",
    ),
]  # fmt: skip
